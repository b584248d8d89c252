import { Injectable } from '@nestjs/common';
import type { Delivery } from '../../background/delivery.types.js';
import { OutboxRepository } from '../../background/outbox.repository.js';
import { Sql } from '../../database/sql.js';

/** An event that one webhook has not taken yet. */
export interface EventDelivery extends Delivery {
  readonly eventId: string;
  readonly webhookId: string;
}

@Injectable()
export class EventDeliveriesRepository extends OutboxRepository<EventDelivery> {
  constructor(sql: Sql) {
    super(sql, { name: 'connection_event_deliveries', receiver: 'webhookId', ids: ['eventId'], values: [] });
  }
}
