import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import { answerOf, type Answer, type Courier } from '../../background/delivery.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { EgressNotices } from '../../egress/egress-notices.service.js';
import { Clock, toSeconds } from '../../kernel/clock.js';
import type { RecordedConnectionEvent } from './connection-event.types.js';
import { ConnectionEventsRepository } from './connection-events.repository.js';
import type { EventDelivery } from './event-deliveries.repository.js';
import { signedHeaders } from './webhook-signature.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhooksRepository, type WebhookRow } from './webhooks.repository.js';

const TIMEOUT_MS = 10_000;
/** The receiver wants no more of this. */
const GONE = 410;

/** Tells a webhook once of an event. */
@Injectable()
export class WebhookSender implements Courier<EventDelivery> {
  constructor(
    private readonly events: ConnectionEventsRepository,
    private readonly webhooks: WebhooksRepository,
    private readonly secrets: WebhookSecrets,
    private readonly notices: EgressNotices,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async send(realm: RealmRef, { webhookId, eventId }: EventDelivery): Promise<Answer> {
    const webhook = await this.webhooks.find(realm, webhookId);
    const event = await this.events.find(realm, eventId);
    return webhook?.enabled && event ? this.post(realm, webhook, event) : 'done';
  }

  async giveUp(realm: RealmRef, { eventId, webhookId }: EventDelivery, attempts: number): Promise<void> {
    const detail = { webhook: webhookId, event: eventId, attempts };
    await this.audit.record(realm, { type: AUDIT_EVENTS.webhookUndelivered, outcome: 'failure', detail });
  }

  private async post(realm: RealmRef, webhook: WebhookRow, event: RecordedConnectionEvent): Promise<Answer> {
    const body = JSON.stringify(messageOf(realm, event));
    const secret = await this.secrets.open(realm, webhook);
    const signed = signedHeaders(secret, event.id, toSeconds(this.clock.now()), body);
    const headers = { 'content-type': 'application/json', ...signed };
    const notice = { purpose: 'webhook', headers, body, timeoutMs: TIMEOUT_MS, standardPort: true };
    return answerOf(await this.notices.post(webhook.url, notice), GONE);
  }
}

const messageOf = (realm: RealmRef, event: RecordedConnectionEvent) => ({
  type: event.type,
  timestamp: new Date(event.at).toISOString(),
  data: {
    realm: realm.name,
    connectionId: event.connectionId,
    configId: event.configId,
    userId: event.userId,
    ...event.detail,
  },
});
