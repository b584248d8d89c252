import { Entity, Index } from 'typeorm';
import { Count, Flag, Id, Json, LongText, PrimaryId, Time } from '../../database/columns.js';
import type { ConnectionEventType } from './connection-event.types.js';

/** An address of the realm's that is told of events. */
@Entity({ name: 'connection_webhooks' })
@Index(['realmId'])
export class WebhookEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @LongText()
  url: string;

  /** Empty: all of them. */
  @Json()
  events: ConnectionEventType[];

  /** What signs, sealed by the realm's data key. */
  @LongText()
  sealedSecret: string;

  @Flag()
  enabled: boolean;

  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
