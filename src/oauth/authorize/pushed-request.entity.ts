import { Entity, Index } from 'typeorm';
import { Id, Json, PrimaryHash, Time } from '../../database/columns.js';
import type { RawParameters } from '../../protocol/parameters.js';

/** Parameters that a client has sent ahead (RFC 9126), under the SHA-256 of their `request_uri`. */
@Entity({ name: 'pushed_requests' })
export class PushedRequestEntity {
  @PrimaryHash()
  hash: Buffer;

  @Id()
  realmId: string;

  @Id()
  clientId: string;

  @Json()
  parameters: RawParameters;

  @Index()
  @Time()
  expiresAt: number;

  /** When the authorization that it asked for was answered. */
  @Time({ nullable: true })
  consumedAt: number | null;
}
