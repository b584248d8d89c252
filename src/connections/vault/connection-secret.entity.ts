import { Entity, Index } from 'typeorm';
import { Count, Hash, Id, Json, LongText, PrimaryId, Text, Time } from '../../database/columns.js';

/** The tokens of one connection, sealed, and who is refreshing them. Apart from it, so that no list ever loads them. */
@Entity({ name: 'connection_secrets' })
@Index(['realmId', 'grantFingerprint'])
export class ConnectionSecretEntity {
  @PrimaryId()
  connectionId: string;

  @Id()
  realmId: string;

  /** Grows by one with every change of the tokens. */
  @Time()
  version: number;

  @LongText({ nullable: true })
  access: string | null;

  @LongText({ nullable: true })
  refresh: string | null;

  /** The provider's answer. */
  @LongText({ nullable: true })
  raw: string | null;

  /** Where the tokens may be sent, as it was when the provider gave them to whoever connected. */
  @Json()
  hosts: string[];

  @Text(32)
  tokenType: string;

  /** By it siblings are found that live by the same grant at the provider. */
  @Hash({ nullable: true })
  grantFingerprint: Buffer | null;

  /** From when on the access token is renewed ahead of its end; null when that is not known. */
  @Time({ nullable: true })
  dueAt: number | null;

  /** Of one attempt, not of one process. */
  @Id({ nullable: true })
  leaseOwner: string | null;

  @Time({ nullable: true })
  leaseUntil: number | null;

  /** When it was last told that the refresh fails. */
  @Time({ nullable: true })
  failingToldAt: number | null;

  /** How often an API has refused these tokens since it last took them. */
  @Count()
  rejections: number;

  /** When the provider was last asked after them because an API had refused them. */
  @Time({ nullable: true })
  checkedAt: number | null;
}
