import type { Realm } from '../../realms/realm.types.js';
import type { ServerMetadata } from '../authorization-server.types.js';

/**
 * What one part of the server says of itself in the metadata of a realm (RFC 8414 section 2), from what is registered in
 * code: a class in one file, and one line of `all-metadata-parts.ts`.
 */
export abstract class MetadataPart {
  /** @param issuer of the realm; endpoints are below it. */
  abstract describe(realm: Realm, issuer: string): ServerMetadata | Promise<ServerMetadata>;
}
