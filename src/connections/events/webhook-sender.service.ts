import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Egress } from '../../egress/egress.service.js';
import { EgressError } from '../../egress/egress.types.js';
import { Clock, toSeconds } from '../../kernel/clock.js';
import type { RecordedConnectionEvent } from './connection-event.types.js';
import { signedHeaders } from './webhook-signature.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import type { WebhookRow } from './webhooks.repository.js';

const TIMEOUT_MS = 10_000;
/** What a receiver has to say to it is read, and thrown away. */
const MAX_BYTES = 16 * 1024;

/** `gone`: the receiver wants no more of this (410). */
export type WebhookAnswer = 'taken' | 'gone' | 'unheard';

/** Tells a webhook once of an event. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly egress: Egress,
    private readonly secrets: WebhookSecrets,
    private readonly clock: Clock,
  ) {}

  async send(realm: RealmRef, webhook: WebhookRow, event: RecordedConnectionEvent): Promise<WebhookAnswer> {
    const body = JSON.stringify(messageOf(realm, event));
    const secret = await this.secrets.open(realm, webhook);
    const signed = signedHeaders(secret, event.id, toSeconds(this.clock.now()), body);
    const headers = { 'content-type': 'application/json', ...signed };
    const request = { purpose: 'webhook', method: 'POST', headers, body } as const;
    try {
      const { status } = await this.egress.fetch(webhook.url, {
        ...request,
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX_BYTES,
        standardPort: true,
      });
      if (status >= 200 && status < 300) return 'taken';
      return status === 410 ? 'gone' : 'unheard';
    } catch (error) {
      if (error instanceof EgressError) return 'unheard';
      throw error;
    }
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
