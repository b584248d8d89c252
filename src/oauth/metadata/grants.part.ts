import { Inject, Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { ENDPOINTS } from '../endpoints/endpoint-paths.js';
import { GRANTS_BY_TYPE, type Grants } from '../grants/grants.js';
import { MetadataPart } from './metadata-part.js';

@Injectable()
export class GrantsPart extends MetadataPart {
  constructor(@Inject(GRANTS_BY_TYPE) private readonly grants: Grants) {
    super();
  }

  describe(_realm: Realm, issuer: string): ServerMetadata {
    return {
      grant_types_supported: [...this.grants.keys()],
      device_authorization_endpoint: `${issuer}/${ENDPOINTS.deviceAuthorization}`,
    };
  }
}
