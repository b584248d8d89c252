import { Injectable } from '@nestjs/common';
import { untried } from '../../background/delivery.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Ids } from '../../kernel/ids.js';
import type { RecordedConnectionEvent } from './connection-event.types.js';
import { EventDeliveriesRepository, type EventDelivery } from './event-deliveries.repository.js';
import { EventTeller } from './event-teller.service.js';
import { WebhooksRepository, type WebhookRow } from './webhooks.repository.js';

/** Writes down, in the transaction of an event, which webhooks are to be told of it. */
@Injectable()
export class EventNotices {
  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly deliveries: EventDeliveriesRepository,
    private readonly teller: EventTeller,
    private readonly transaction: Transaction,
    private readonly ids: Ids,
  ) {}

  async write(realm: RealmRef, event: RecordedConnectionEvent): Promise<void> {
    const webhooks = (await this.webhooks.all(realm)).filter((webhook) => wants(webhook, event));
    if (webhooks.length === 0) return;
    const deliveries = webhooks.map((webhook) => this.delivery(webhook, event));
    await this.deliveries.addAll(realm, deliveries);
    await this.transaction.afterCommit(() => this.teller.begin(realm, deliveries));
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.deliveries.deleteAllOf(realm);
    await this.webhooks.deleteAllOf(realm);
  }

  private delivery(webhook: WebhookRow, { id: eventId, at }: RecordedConnectionEvent): EventDelivery {
    return { id: this.ids.next(at), eventId, webhookId: webhook.id, ...untried(at) };
  }
}

const wants = ({ enabled, events }: WebhookRow, { type }: RecordedConnectionEvent): boolean =>
  enabled && (events.length === 0 || events.includes(type));
