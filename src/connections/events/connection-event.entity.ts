import { Entity, Index } from 'typeorm';
import { Id, Json, PrimaryId, Text, Time } from '../../database/columns.js';
import type { ConnectionEventType } from './connection-event.types.js';

/** What happened to a connection or a config: the history, and what webhooks are told from. */
@Entity({ name: 'connection_events' })
@Index(['realmId', 'id'])
@Index(['connectionId', 'id'])
export class ConnectionEventEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Text(64)
  type: ConnectionEventType;

  @Id({ nullable: true })
  connectionId: string | null;

  @Id({ nullable: true })
  configId: string | null;

  @Id({ nullable: true })
  userId: string | null;

  @Json()
  detail: Record<string, unknown>;

  @Index()
  @Time()
  at: number;
}
