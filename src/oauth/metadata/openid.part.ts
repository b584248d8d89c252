import { Injectable } from '@nestjs/common';
import { REQUEST_OBJECT_ALGORITHMS, SUBJECT_TYPES } from '../../clients/sign-in.types.js';
import { SIGNING_ALGORITHMS } from '../../kernel/jws.js';
import type { Realm } from '../../realms/realm.types.js';
import { ACR } from '../../users/sessions/session.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { USER_CLAIMS } from '../openid/claims-by-scope.js';
import { MetadataPart } from './metadata-part.js';

/** OpenID Connect Discovery section 3. */
@Injectable()
export class OpenidPart extends MetadataPart {
  describe(_realm: Realm, issuer: string): ServerMetadata {
    return {
      userinfo_endpoint: `${issuer}/${ENDPOINTS.userinfo}`,
      jwks_uri: `${issuer}/${ENDPOINTS.jwks}`,
      subject_types_supported: SUBJECT_TYPES,
      acr_values_supported: Object.values(ACR),
      id_token_signing_alg_values_supported: SIGNING_ALGORITHMS,
      userinfo_signing_alg_values_supported: SIGNING_ALGORITHMS,
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
      request_object_signing_alg_values_supported: REQUEST_OBJECT_ALGORITHMS,
      claims_parameter_supported: true,
      claim_types_supported: ['normal'],
      claims_supported: ['sub', 'auth_time', 'acr', 'amr', 'sid', ...USER_CLAIMS],
    };
  }
}
