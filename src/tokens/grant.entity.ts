import { Column, Entity, Index } from 'typeorm';
import { Count, Id, Json, LongText, PrimaryId, Time } from '../database/columns.js';
import type { GrantPolicy } from './grant.types.js';

/** One authorization. Everything issued from it dies with it. */
@Entity({ name: 'grants' })
@Index(['realmId', 'userId'])
@Index(['realmId', 'clientId'])
export class GrantEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  /** The id of the client's row, not its wire `client_id`. */
  @Id()
  clientId: string;

  @Id({ nullable: true })
  userId: string | null;

  /** Space-separated (RFC 6749 section 3.3). */
  @LongText()
  scope: string;

  @Json()
  resources: string[];

  @Id({ nullable: true })
  sessionId: string | null;

  /** Counts rotations of the refresh token. */
  @Count()
  generation: number;

  /** When this generation began: with the grant, or with the batch in which its refresh token was used last. */
  @Time()
  generationAt: number;

  /** Where its tokens differ from the standard way; null where they do not. */
  @Json({ nullable: true })
  policy: GrantPolicy | null;

  /** What a dialect must repeat; never credentials. */
  @Json({ nullable: true })
  attributes: Record<string, unknown> | null;

  /**
   * The newest pair of tokens where one is kept (see KeptPairEntity) that does not follow from this row, for its access
   * token is a JWT: sealed, and read by nobody who does not ask for it.
   */
  @Column({ type: 'text', nullable: true, select: false })
  keptPair: string | null;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;

  @Time({ nullable: true })
  revokedAt: number | null;
}
