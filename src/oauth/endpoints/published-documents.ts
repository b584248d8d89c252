import { Injectable } from '@nestjs/common';
import type { KeySet } from '../../keys/key.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';
import { JwksHandler } from './jwks.handler.js';
import { MetadataHandler } from './metadata.handler.js';

/** What a realm publishes of itself, for everybody to read. */
@Injectable()
export class PublishedDocuments {
  constructor(
    private readonly metadataHandler: MetadataHandler,
    private readonly jwksHandler: JwksHandler,
  ) {}

  metadata(realmName: string): Promise<ServerMetadata> {
    return this.metadataHandler.handle(realmName);
  }

  jwks(realmName: string): Promise<KeySet> {
    return this.jwksHandler.handle(realmName);
  }
}
