import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import { Clock } from '../../kernel/clock.js';
import type { RealmRef } from '../../database/realm-ref.js';
import type { EventDelivery } from './connection-event.types.js';
import { ConnectionEventsRepository } from './connection-events.repository.js';
import { EventDeliveriesRepository } from './event-deliveries.repository.js';
import { WebhookSender } from './webhook-sender.service.js';
import { WebhooksRepository } from './webhooks.repository.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After each failure, how long until the next attempt; after the last one there is none. */
const DELAYS = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/** How long whoever took a delivery in hand has it to itself, milliseconds: far longer than an attempt can take. */
export const LEASE = 60 * SECOND;

/** Brings one delivery further: the webhook has it, or it is tried again later, or it was tried often enough. */
@Injectable()
export class EventDeliveries {
  constructor(
    private readonly deliveries: EventDeliveriesRepository,
    private readonly events: ConnectionEventsRepository,
    private readonly webhooks: WebhooksRepository,
    private readonly sender: WebhookSender,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Of a delivery that the caller has in hand. */
  async attempt(realm: RealmRef, delivery: EventDelivery): Promise<void> {
    const webhook = await this.webhooks.find(realm, delivery.webhookId);
    const event = await this.events.find(realm, delivery.eventId);
    if (!webhook?.enabled || !event) return this.deliveries.remove(realm, delivery.id);
    const answer = await this.sender.send(realm, webhook, event);
    if (answer === 'taken') return this.deliveries.remove(realm, delivery.id);
    const delay = DELAYS[delivery.failures];
    if (answer === 'gone' || delay === undefined) return this.giveUp(realm, delivery);
    await this.deliveries.postpone(realm, delivery.id, delivery.failures + 1, this.clock.now() + delay);
  }

  /** Takes in hand what is due and brings it further. @returns how many were due. */
  async attemptDue(limit: number): Promise<number> {
    const now = this.clock.now();
    const due = await this.deliveries.due(now, limit);
    await Promise.all(
      due.map(async ({ realm, delivery }) => {
        if (await this.deliveries.claim(realm, delivery, now + LEASE)) await this.attempt(realm, delivery);
      }),
    );
    return due.length;
  }

  private async giveUp(realm: RealmRef, { id, eventId, webhookId, failures }: EventDelivery): Promise<void> {
    await this.deliveries.remove(realm, id);
    const detail = { webhook: webhookId, event: eventId, attempts: failures + 1 };
    await this.audit.record(realm, { type: AUDIT_EVENTS.webhookUndelivered, outcome: 'failure', detail });
  }
}
