import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { Clock } from '../kernel/clock.js';
import { DomainError, type FieldError } from '../kernel/domain-error.js';
import { Ids } from '../kernel/ids.js';
import { CLIENT_AUTH_METHODS, GRANT_TYPES } from '../protocol/names.js';
import { MASTER_REALM, type Realm } from '../realms/realm.types.js';
import { ScopesService } from '../scopes/scopes.service.js';
import { clientFaults } from './client-metadata.rules.js';
import { SIGN_IN_DEFAULTS } from './sign-in.types.js';
import type { Client, ClientChanges, ClientMetadata, ClientOrigin, ClientType, NewClient } from './client.types.js';

/** What a new client has where nothing is said: it may do nothing yet, and what it does later is safe. */
const defaults = (type: ClientType): ClientMetadata => ({
  name: null,
  grantTypes: [],
  scopes: [],
  defaultScopes: [],
  redirectUris: [],
  requirePkce: true,
  tokenEndpointAuthMethods:
    type === 'public' ? [CLIENT_AUTH_METHODS.none] : [CLIENT_AUTH_METHODS.basic, CLIENT_AUTH_METHODS.post],
  audience: [],
  resources: [],
  accessTokenFormat: null,
  accessTokenSigningAlg: null,
  idTokenSignedResponseAlg: 'RS256',
  accessTokenValiditySeconds: null,
  refreshTokenValiditySeconds: null,
  refreshTokenPolicy: 'rotate',
  acceptsJson: false,
  refreshWithoutAuthentication: false,
  assertionAudience: null,
  ...SIGN_IN_DEFAULTS,
  enabled: true,
  notBefore: null,
});

/** Which metadata there are: nothing else of a command reaches the row. */
const METADATA = Object.keys(defaults('confidential')) as (keyof ClientMetadata)[];

/** Builds clients that obey the rules, new ones and changed ones, without storing them. */
@Injectable()
export class ClientDrafts {
  constructor(
    private readonly scopes: ScopesService,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws DomainError `invalid` with every field that breaks a rule. */
  async create(realm: Realm, input: NewClient, origin: ClientOrigin): Promise<Client> {
    const { clientId, type = 'confidential' } = input;
    const now = this.clock.now();
    const identity = { id: this.ids.next(now), clientId, type, origin };
    const registrationHash = input.registrationHash ?? null;
    const record = { secrets: [], registrationHash, version: 1, createdAt: now, updatedAt: now };
    return this.checked(realm, { ...defaults(type), ...metadataOf(input), ...identity, ...record });
  }

  /**
   * The client with the changes merged in, one version on.
   *
   * @throws DomainError `invalid`
   */
  change(realm: Realm, client: Client, changes: ClientChanges): Promise<Client> {
    const { registrationHash = client.registrationHash } = changes;
    return this.checked(realm, this.touched({ ...client, ...metadataOf(changes), registrationHash }));
  }

  touched(client: Client): Client {
    return { ...client, version: client.version + 1, updatedAt: this.clock.now() };
  }

  private async checked(realm: Realm, client: Client): Promise<Client> {
    const faults = clientFaults(realm, client, { now: client.updatedAt, egressAllow: this.settings.egressAllow });
    if (!faults.some(({ field }) => field.startsWith('scopes')))
      faults.push(...(await this.unknownScopes(realm, client)));
    if (faults.length > 0)
      throw new DomainError('invalid', 'The client has fields that are not valid.', { fields: faults });
    return client;
  }

  private async unknownScopes(realm: Realm, { scopes }: Client): Promise<FieldError[]> {
    const unknown = await this.scopes.missing(realm, scopes);
    return unknown.map((name) => ({
      field: `scopes[${scopes.indexOf(name)}]`,
      message: `${name} is not a scope of the realm`,
    }));
  }
}

const OWN_GRANTS: string[] = [
  GRANT_TYPES.clientCredentials,
  GRANT_TYPES.password,
  GRANT_TYPES.refreshToken,
  GRANT_TYPES.authorizationCode,
];

/** A realm's own client. In `master`, where it would act for the whole server, it can do nothing at all. */
export const ownClient = (realm: Realm): NewClient => ({
  clientId: realm.name,
  clientSecret: null,
  grantTypes: realm.name === MASTER_REALM ? [] : OWN_GRANTS,
  scopes: realm.name === MASTER_REALM ? [] : ['openid'],
});

const metadataOf = (input: Partial<ClientMetadata>): Partial<ClientMetadata> =>
  Object.fromEntries(METADATA.filter((name) => input[name] !== undefined).map((name) => [name, input[name]]));
