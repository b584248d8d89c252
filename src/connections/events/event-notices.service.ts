import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Ids } from '../../kernel/ids.js';
import type { EventDelivery, RecordedConnectionEvent } from './connection-event.types.js';
import { EventDeliveriesRepository } from './event-deliveries.repository.js';
import { LEASE } from './event-deliveries.service.js';
import { WebhooksRepository, type WebhookRow } from './webhooks.repository.js';

/** Takes what is to be told at once, once it is committed. */
export type Teller = (realm: RealmRef, deliveries: readonly EventDelivery[]) => void;

/** Writes down, in the transaction of an event, which webhooks are to be told of it. */
@Injectable()
export class EventNotices {
  private teller: Teller = () => undefined;

  constructor(
    private readonly webhooks: WebhooksRepository,
    private readonly deliveries: EventDeliveriesRepository,
    private readonly transaction: Transaction,
    private readonly ids: Ids,
  ) {}

  onWritten(teller: Teller): void {
    this.teller = teller;
  }

  async write(realm: RealmRef, event: RecordedConnectionEvent): Promise<void> {
    const webhooks = (await this.webhooks.all(realm)).filter((webhook) => wants(webhook, event));
    if (webhooks.length === 0) return;
    const deliveries = webhooks.map((webhook) => this.delivery(webhook, event));
    await this.deliveries.addAll(realm, deliveries);
    await this.transaction.afterCommit(() => this.teller(realm, deliveries));
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.deliveries.deleteAllOf(realm);
    await this.webhooks.deleteAllOf(realm);
  }

  /** In the hands of the node that writes it, for as long as the lease runs. */
  private delivery(webhook: WebhookRow, { id: eventId, at }: RecordedConnectionEvent): EventDelivery {
    const place = { id: this.ids.next(at), eventId, webhookId: webhook.id };
    return { ...place, failures: 0, nextAttemptAt: at + LEASE, createdAt: at };
  }
}

const wants = ({ enabled, events }: WebhookRow, { type }: RecordedConnectionEvent): boolean =>
  enabled && (events.length === 0 || events.includes(type));
