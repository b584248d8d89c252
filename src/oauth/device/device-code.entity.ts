import { Entity, Index } from 'typeorm';
import { Count, Hash, Id, Json, LongText, PrimaryHash, Text, Time } from '../../database/columns.js';
import type { DeviceDecision, UserAuthentication } from './device-code.types.js';

/** One device that waits for a user (RFC 8628), under the hash of its code. */
@Entity({ name: 'device_codes' })
@Index(['realmId', 'userCodeHash'], { unique: true })
@Index(['realmId', 'clientId'])
export class DeviceCodeEntity {
  @PrimaryHash()
  hash: Buffer;

  @Id()
  realmId: string;

  /** Keyed: a user code is short enough to be guessed from a plain hash. */
  @Hash()
  userCodeHash: Buffer;

  /** The id of the client's row, not its wire `client_id`. */
  @Id()
  clientId: string;

  @LongText()
  scope: string;

  @Json()
  resources: string[];

  /** Null until the user has said something. */
  @Text(10, { nullable: true })
  decision: DeviceDecision | null;

  @Id({ nullable: true })
  userId: string | null;

  /** The browser session in which the user decided. */
  @Id({ nullable: true })
  sessionId: string | null;

  @Json({ nullable: true })
  authentication: UserAuthentication | null;

  @Time({ nullable: true })
  decidedAt: number | null;

  /** Grows with every poll that comes too early. */
  @Count()
  pollSeconds: number;

  @Time({ nullable: true })
  polledAt: number | null;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;

  @Time({ nullable: true })
  consumedAt: number | null;
}
