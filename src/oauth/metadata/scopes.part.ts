import { Injectable } from '@nestjs/common';
import type { Realm } from '../../realms/realm.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { MetadataPart } from './metadata-part.js';

const SCOPES_SHOWN = 200;

/** The scopes that the realm has by now. */
@Injectable()
export class ScopesPart extends MetadataPart {
  constructor(private readonly scopes: ScopesService) {
    super();
  }

  async describe(realm: Realm): Promise<ServerMetadata> {
    const scopes = await this.scopes.list(realm, { limit: SCOPES_SHOWN });
    return { scopes_supported: scopes.items.map(({ name }) => name).sort() };
  }
}
