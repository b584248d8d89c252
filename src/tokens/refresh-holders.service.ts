import { Injectable } from '@nestjs/common';
import { ClientsService } from '../clients/clients.service.js';
import type { Client } from '../clients/client.types.js';
import type { Realm } from '../realms/realm.types.js';
import { GrantsRepository } from './grants.repository.js';
import type { Grant } from './grant.types.js';
import { hashOf, isValueOf } from './token-value.js';
import { TokensRepository } from './tokens.repository.js';

/** Whose a refresh token is. */
export interface RefreshHolder {
  readonly client: Client;
  readonly grant: Grant;
}

/** Finds the client of a refresh token that comes without a word about it. Judges nothing: that is the refresh's to do. */
@Injectable()
export class RefreshHolders {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
    private readonly clients: ClientsService,
  ) {}

  /** Of used and expired tokens too; null for what is no refresh token of this realm. */
  async find(realm: Realm, presented: string): Promise<RefreshHolder | null> {
    const token = isValueOf('refresh', presented) ? await this.tokens.find(realm, 'refresh', hashOf(presented)) : null;
    if (!token || token.grantId === null) return null;
    const [client, grant] = await Promise.all([
      this.clients.findById(realm, token.clientId),
      this.grants.find(realm, token.grantId),
    ]);
    return client && grant ? { client, grant } : null;
  }
}
