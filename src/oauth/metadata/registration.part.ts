import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { MetadataPart } from './metadata-part.js';

/** The registration endpoint, in realms where clients may register. */
@Injectable()
export class RegistrationPart extends MetadataPart {
  describe({ registration }: Realm, issuer: string): ServerMetadata {
    return registration === 'off' ? {} : { registration_endpoint: `${issuer}/${ENDPOINTS.registration}` };
  }
}
