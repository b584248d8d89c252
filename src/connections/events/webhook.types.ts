import type { ConnectionEventType } from './connection-event.types.js';

/** An address that is told of a realm's events; what signs for it is shown when it is made, and never again. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  /** Empty: all of them. */
  readonly events: readonly ConnectionEventType[];
  readonly enabled: boolean;
  readonly version: number;
  /** UTC milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface WebhookChanges {
  readonly url?: string;
  readonly events?: readonly ConnectionEventType[];
  readonly enabled?: boolean;
}

export type NewWebhook = WebhookChanges & { readonly url: string };

/** How many a realm has at most: each event is written once for each of them. */
export const MAX_WEBHOOKS = 20;
