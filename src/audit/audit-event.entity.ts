import { Entity, Index } from 'typeorm';
import { Id, Json, PrimaryId, Text, Time } from '../database/columns.js';

/** One line of the record of who did what; rows are only ever added, and pruned by age. */
@Entity({ name: 'audit_events' })
@Index(['realmId', 'id'])
export class AuditEventEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Time()
  at: number;

  /** `token.issued`, `client.created`, `login.failed` ... */
  @Text(64)
  type: string;

  @Text(16)
  outcome: 'success' | 'failure';

  /** The client's wire `client_id`, as far as it was known. */
  @Text(128, { nullable: true })
  clientId: string | null;

  @Id({ nullable: true })
  userId: string | null;

  @Text(64, { nullable: true })
  address: string | null;

  @Text(64, { nullable: true })
  requestId: string | null;

  /** What the type needs beyond that; never a secret. */
  @Json({ nullable: true })
  detail: Record<string, unknown> | null;
}
