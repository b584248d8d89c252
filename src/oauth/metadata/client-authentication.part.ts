import { Inject, Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { CLIENT_AUTH_METHODS_BY_NAME, type ClientAuthMethods } from '../client-auth/client-auth-methods.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { MetadataPart } from './metadata-part.js';

/** The endpoints that clients authenticate at, and how. */
@Injectable()
export class ClientAuthenticationPart extends MetadataPart {
  constructor(@Inject(CLIENT_AUTH_METHODS_BY_NAME) private readonly methods: ClientAuthMethods) {
    super();
  }

  describe(_realm: Realm, issuer: string): ServerMetadata {
    const methods = [...this.methods.keys()];
    const algorithms = [...new Set([...this.methods.values()].flatMap((method) => method.algorithms))];
    const proofs = [...this.methods.values()].filter(({ proves }) => proves).map(({ name }) => name);
    return {
      token_endpoint: `${issuer}/${ENDPOINTS.token}`,
      token_endpoint_auth_methods_supported: methods,
      token_endpoint_auth_signing_alg_values_supported: algorithms,
      introspection_endpoint: `${issuer}/${ENDPOINTS.introspection}`,
      introspection_endpoint_auth_methods_supported: proofs,
      introspection_endpoint_auth_signing_alg_values_supported: algorithms,
      revocation_endpoint: `${issuer}/${ENDPOINTS.revocation}`,
      revocation_endpoint_auth_methods_supported: methods,
      revocation_endpoint_auth_signing_alg_values_supported: algorithms,
    };
  }
}
