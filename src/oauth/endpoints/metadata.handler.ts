import { Inject, Injectable } from '@nestjs/common';
import { RealmsService } from '../../realms/realms.service.js';
import type { Realm } from '../../realms/realm.types.js';
import { RealmIssuer } from '../../tokens/realm-issuer.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { METADATA_PARTS } from '../metadata/all-metadata-parts.js';
import type { MetadataPart } from '../metadata/metadata-part.js';
import { LastGoodCopy } from './last-good-copy.js';

/**
 * The metadata of a realm (RFC 8414 section 2), computed from what is registered in code: what it advertises works, and
 * nothing else does (requirement 90).
 */
@Injectable()
export class MetadataHandler {
  private readonly documents = new LastGoodCopy<ServerMetadata>();

  constructor(
    @Inject(METADATA_PARTS) private readonly parts: readonly MetadataPart[],
    private readonly realms: RealmsService,
    private readonly issuer: RealmIssuer,
  ) {}

  /** While the database is down, as it was read last. @throws DomainError `not_found` for an unknown or disabled realm. */
  handle(realmName: string): Promise<ServerMetadata> {
    return this.documents.of(realmName, async () => this.describe(await this.realms.getEnabled(realmName)));
  }

  private async describe(realm: Realm): Promise<ServerMetadata> {
    const issuer = this.issuer.of(realm);
    const said = await Promise.all(this.parts.map(async (part) => part.describe(realm, issuer)));
    return Object.assign({ issuer }, ...said) as ServerMetadata;
  }
}
