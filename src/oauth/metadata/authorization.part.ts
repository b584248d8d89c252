import { Inject, Injectable } from '@nestjs/common';
import { RESPONSE_TYPES } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { PROMPTS } from '../authorize/authorization.types.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { RESPONSE_MODES_BY_NAME, type ResponseModes } from '../response-modes/response-modes.js';
import { MetadataPart } from './metadata-part.js';

/** The authorization endpoint, and the requests that it takes. */
@Injectable()
export class AuthorizationPart extends MetadataPart {
  constructor(@Inject(RESPONSE_MODES_BY_NAME) private readonly modes: ResponseModes) {
    super();
  }

  describe(_realm: Realm, issuer: string): ServerMetadata {
    return {
      authorization_endpoint: `${issuer}/${ENDPOINTS.authorization}`,
      pushed_authorization_request_endpoint: `${issuer}/${ENDPOINTS.pushedAuthorization}`,
      require_pushed_authorization_requests: false,
      response_types_supported: Object.values(RESPONSE_TYPES),
      response_modes_supported: [...this.modes.keys()],
      code_challenge_methods_supported: ['S256'],
      prompt_values_supported: PROMPTS,
      authorization_response_iss_parameter_supported: true,
    };
  }
}
