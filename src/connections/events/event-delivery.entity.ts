import { Entity, Index } from 'typeorm';
import { DeliveryEntity } from '../../background/delivery.entity.js';
import { Id } from '../../database/columns.js';

/** An event that a webhook has not taken yet. */
@Entity({ name: 'connection_event_deliveries' })
export class EventDeliveryEntity extends DeliveryEntity {
  @Index()
  @Id()
  eventId: string;

  @Index()
  @Id()
  webhookId: string;
}
