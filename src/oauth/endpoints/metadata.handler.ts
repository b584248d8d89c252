import { Inject, Injectable } from '@nestjs/common';
import { RealmsService } from '../../realms/realms.service.js';
import type { Realm } from '../../realms/realm.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { CLIENT_AUTH_METHODS_BY_NAME, type ClientAuthMethods } from '../client-auth/client-auth-methods.js';
import { GRANTS_BY_TYPE, type Grants } from '../grants/grants.js';
import { USER_CLAIMS } from '../openid/claims-by-scope.js';
import { ENDPOINTS } from './endpoint-paths.js';
import { LastGoodCopy } from './last-good-copy.js';

const SCOPES_SHOWN = 200;

/**
 * The metadata of a realm (RFC 8414 section 2), computed from what is registered in code: what it advertises works, and
 * nothing else does (requirement 90).
 */
@Injectable()
export class MetadataHandler {
  private readonly documents = new LastGoodCopy<ServerMetadata>();

  constructor(
    @Inject(GRANTS_BY_TYPE) private readonly grants: Grants,
    @Inject(CLIENT_AUTH_METHODS_BY_NAME) private readonly methods: ClientAuthMethods,
    private readonly realms: RealmsService,
    private readonly scopes: ScopesService,
    private readonly issuer: RealmIssuer,
  ) {}

  /** While the database is down, as it was read last. @throws DomainError `not_found` for an unknown or disabled realm. */
  handle(realmName: string): Promise<ServerMetadata> {
    return this.documents.of(realmName, async () => this.describe(await this.realms.getEnabled(realmName)));
  }

  private async describe(realm: Realm): Promise<ServerMetadata> {
    const issuer = this.issuer.of(realm);
    const scopes = await this.scopes.list(realm, { limit: SCOPES_SHOWN });
    return {
      issuer,
      ...this.endpoints(issuer),
      scopes_supported: scopes.items.map(({ name }) => name).sort(),
      grant_types_supported: [...this.grants.keys()],
      response_types_supported: [],
      subject_types_supported: ['public'],
      claims_supported: ['sub', ...USER_CLAIMS],
    };
  }

  private endpoints(issuer: string): ServerMetadata {
    const methods = [...this.methods.keys()];
    const proofs = [...this.methods.values()].filter(({ proves }) => proves).map(({ name }) => name);
    return {
      token_endpoint: `${issuer}/${ENDPOINTS.token}`,
      token_endpoint_auth_methods_supported: methods,
      device_authorization_endpoint: `${issuer}/${ENDPOINTS.deviceAuthorization}`,
      introspection_endpoint: `${issuer}/${ENDPOINTS.introspection}`,
      introspection_endpoint_auth_methods_supported: proofs,
      revocation_endpoint: `${issuer}/${ENDPOINTS.revocation}`,
      revocation_endpoint_auth_methods_supported: methods,
      userinfo_endpoint: `${issuer}/${ENDPOINTS.userinfo}`,
      jwks_uri: `${issuer}/${ENDPOINTS.jwks}`,
    };
  }
}
