import { Injectable } from '@nestjs/common';
import type { Outbox } from '../../background/outbox.js';
import { Outboxes } from '../../background/outboxes.service.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { EventDeliveriesRepository, type EventDelivery } from './event-deliveries.repository.js';
import { WebhookSender } from './webhook-sender.service.js';

/** Over about two days. */
const ATTEMPTS = 9;
const AT_ONCE = 32;

/** Tells webhooks what happened: at once where it was written, and what was not heard again and again. */
@Injectable()
export class EventTeller {
  private readonly outbox: Outbox<EventDelivery>;

  constructor(rows: EventDeliveriesRepository, courier: WebhookSender, outboxes: Outboxes) {
    this.outbox = outboxes.open({ name: 'webhooks', rows, courier, attempts: ATTEMPTS, atOnce: AT_ONCE });
  }

  /** For whom nobody waits: what was just committed. */
  begin(realm: RealmRef, deliveries: readonly EventDelivery[]): void {
    void this.outbox.tell(realm, deliveries);
  }

  /** Resolves when what was written here has been told once, heard or not. */
  settled(): Promise<void> {
    return this.outbox.settled();
  }

  /** Tells again what is due. */
  retry(): Promise<void> {
    return this.outbox.retry();
  }
}
