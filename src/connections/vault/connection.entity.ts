import { Entity, Index } from 'typeorm';
import { Count, Id, Json, PrimaryId, Text, Time } from '../../database/columns.js';

/** An account at a provider that a user, or the realm, has connected. Its tokens are in `connection_secrets`. */
@Entity({ name: 'connections' })
@Index(['realmId', 'configId', 'ownerKey', 'slot', 'live'], { unique: true })
@Index(['realmId', 'ownerKey'])
@Index(['realmId', 'id'])
@Index(['status', 'lastRefreshedAt'])
export class ConnectionEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  configId: string;

  @Count()
  configVersion: number;

  /** Null for a connection of the realm. */
  @Id({ nullable: true })
  userId: string | null;

  /** The user's id as text, or `realm`. */
  @Text(36)
  ownerKey: string;

  @Text(64)
  slot: string;

  @Text(255, { nullable: true })
  label: string | null;

  @Text(255, { nullable: true })
  upstreamAccountId: string | null;

  @Text(255, { nullable: true })
  upstreamLabel: string | null;

  @Text(16)
  status: string;

  @Text(64, { nullable: true })
  statusReason: string | null;

  @Text(10)
  health: string;

  @Json()
  grantedScopes: string[];

  @Json()
  missingScopes: string[];

  @Json()
  params: Record<string, string>;

  @Json()
  meta: Record<string, string>;

  @Time({ nullable: true })
  accessExpiresAt: number | null;

  @Time({ nullable: true })
  refreshExpiresAt: number | null;

  @Time({ nullable: true })
  lastRefreshedAt: number | null;

  @Time({ nullable: true })
  lastVerifiedAt: number | null;

  @Time({ nullable: true })
  lastUsedAt: number | null;

  @Count()
  failCount: number;

  @Time({ nullable: true })
  nextAttemptAt: number | null;

  @Text(128, { nullable: true })
  createdBy: string | null;

  @Time()
  createdAt: number;

  /** When it was disconnected: the row stays for a while, its secrets do not. */
  @Index()
  @Time({ nullable: true })
  deletedAt: number | null;

  /** 1, or null once it is disconnected: so that it does not stand in the way of a new one. */
  @Count({ nullable: true })
  live: number | null;
}
