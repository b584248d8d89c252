import { Injectable } from '@nestjs/common';
import type { Client, ClientChanges, NewClient } from '../../clients/client.types.js';
import { Random } from '../../kernel/random.js';
import { CLIENT_AUTH_METHODS } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import type { SelfDescription } from './registration.mapper.js';
import { checkPolicy } from './registration.policy.js';
import { SectorDocuments } from './sector-documents.service.js';

const ID_LENGTH = 24;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes of what a client says of itself what is stored of it, as far as the realm lets it. */
@Injectable()
export class RegistrationDrafts {
  constructor(
    private readonly scopes: ScopesService,
    private readonly sectors: SectorDocuments,
    private readonly random: Random,
  ) {}

  /**
   * The client id is this server's choice: none looks like the `sub` of a user, or could be taken for another client's.
   *
   * @throws OAuthError
   */
  async create(realm: Realm, said: SelfDescription): Promise<NewClient> {
    checkPolicy(said, realm.registrationRules);
    await this.checkSector(said);
    const method = said.authMethod ?? CLIENT_AUTH_METHODS.basic;
    const isPublic = method === CLIENT_AUTH_METHODS.none;
    return {
      ...said.metadata,
      clientId: this.random.text(ID_LENGTH, ID_ALPHABET),
      type: isPublic ? 'public' : 'confidential',
      tokenEndpointAuthMethods: [method],
      requirePkce: isPublic,
      scopes: said.scopes ?? (await this.usualScopes(realm)),
    };
  }

  /** @throws OAuthError */
  async change(realm: Realm, client: Client, said: SelfDescription): Promise<ClientChanges> {
    checkPolicy(said, realm.registrationRules, client);
    await this.checkSector(said);
    const scopes = said.scopes ?? client.scopes;
    const defaultScopes = client.defaultScopes.filter((scope) => scopes.includes(scope));
    return { ...said.metadata, scopes: [...scopes], defaultScopes };
  }

  /** What the realm lets clients register for and has. */
  private async usualScopes(realm: Realm): Promise<string[]> {
    const { scopes } = realm.registrationRules;
    const missing = await this.scopes.missing(realm, [...scopes]);
    return scopes.filter((scope) => !missing.includes(scope));
  }

  /** The one address that is called at registration: the standard demands it. */
  private async checkSector({ metadata }: SelfDescription): Promise<void> {
    const { sectorIdentifierUri, redirectUris } = metadata;
    if (sectorIdentifierUri != null) await this.sectors.check(sectorIdentifierUri, redirectUris);
  }
}
