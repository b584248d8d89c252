import { Entity, Index } from 'typeorm';
import { Count, Id, PrimaryId, Time } from '../../database/columns.js';

/** An event that a webhook has not taken yet: written in the transaction of the event, so that none gets lost. */
@Entity({ name: 'connection_event_deliveries' })
@Index(['realmId'])
@Index(['webhookId'])
@Index(['eventId'])
export class EventDeliveryEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  eventId: string;

  @Id()
  webhookId: string;

  @Count()
  failures: number;

  @Index()
  @Time()
  nextAttemptAt: number;

  @Time()
  createdAt: number;
}
