import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { MetadataPart } from './metadata-part.js';

/** RP-Initiated Logout section 2.1 and Back-Channel Logout section 2.1. */
@Injectable()
export class LogoutPart extends MetadataPart {
  describe(_realm: Realm, issuer: string): ServerMetadata {
    return {
      end_session_endpoint: `${issuer}/${ENDPOINTS.endSession}`,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    };
  }
}
