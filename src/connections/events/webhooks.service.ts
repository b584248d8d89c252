import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { EgressJudge } from '../../egress/egress-judge.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids, isId } from '../../kernel/ids.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import { EventDeliveriesRepository } from './event-deliveries.repository.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { MAX_WEBHOOKS, type NewWebhook, type Webhook, type WebhookChanges } from './webhook.types.js';
import { WebhooksRepository, type WebhookRow } from './webhooks.repository.js';

/** The addresses that a realm has told of its events. What writes belongs inside the transaction of its caller. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly rows: WebhooksRepository,
    private readonly deliveries: EventDeliveriesRepository,
    private readonly secrets: WebhookSecrets,
    private readonly judge: EgressJudge,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  async list(realm: RealmRef, page: PageRequest): Promise<Page<Webhook>> {
    const { items, nextCursor } = await this.rows.page(realm, page);
    return { items: items.map(view), nextCursor };
  }

  /** @throws DomainError `not_found` */
  async get(realm: RealmRef, id: string): Promise<Webhook> {
    return view(await this.row(realm, id));
  }

  /** @returns the secret too: the only time that it can be read. @throws DomainError `invalid`, or `conflict` for one too many. */
  async create(realm: RealmRef, input: NewWebhook): Promise<Webhook & { readonly secret: string }> {
    this.checkUrl(input.url);
    if ((await this.rows.all(realm)).length >= MAX_WEBHOOKS)
      throw DomainError.conflict(`A realm has at most ${MAX_WEBHOOKS} webhooks.`);
    const at = this.clock.now();
    const id = this.ids.next(at);
    const { secret, sealedSecret } = await this.secrets.make(realm, id);
    const { url, events = [], enabled = true } = input;
    const row = { id, url, events: [...events], enabled, sealedSecret, version: 1, createdAt: at, updatedAt: at };
    await this.rows.add(realm, row);
    return { ...view(row), secret };
  }

  /**
   * @param ifVersion refuses with `stale` when the webhook has another version by now.
   * @throws DomainError `not_found`, `invalid` or `stale`
   */
  async update(realm: RealmRef, id: string, changes: WebhookChanges, ifVersion?: number): Promise<Webhook> {
    const { url, events, enabled } = changes;
    if (url !== undefined) this.checkUrl(url);
    const given = { ...(url !== undefined && { url }), ...(enabled !== undefined && { enabled }) };
    return view(await this.replace(realm, id, { ...given, ...(events && { events: [...events] }) }, ifVersion));
  }

  /** The secret before this one signs no more. @returns the new one: the only time that it can be read. */
  async renewSecret(realm: RealmRef, id: string): Promise<Webhook & { readonly secret: string }> {
    const { secret, sealedSecret } = await this.secrets.make(realm, id);
    return { ...view(await this.replace(realm, id, { sealedSecret })), secret };
  }

  /** What it was still to be told goes with it. @throws DomainError `not_found` or `stale` */
  async delete(realm: RealmRef, id: string, ifVersion?: number): Promise<void> {
    refuseStale(await this.row(realm, id), ifVersion);
    await this.deliveries.removeAllTo(realm, id);
    await this.rows.remove(realm, id);
  }

  private async row(realm: RealmRef, id: string): Promise<WebhookRow> {
    const row = isId(id) ? await this.rows.find(realm, id) : null;
    if (!row) throw DomainError.notFound('The webhook');
    return row;
  }

  private async replace(
    realm: RealmRef,
    id: string,
    changes: Partial<WebhookRow>,
    ifVersion?: number,
  ): Promise<WebhookRow> {
    const row = await this.row(realm, id);
    refuseStale(row, ifVersion);
    const changed = { ...changes, updatedAt: this.clock.now() };
    if (!(await this.rows.replace(realm, id, row.version, changed))) throw DomainError.stale();
    return { ...row, ...changed, version: row.version + 1 };
  }

  private checkUrl(url: string): void {
    const fault = this.judge.faultOf(url);
    if (fault !== null) throw DomainError.invalid('url', fault);
  }
}

const view = ({ id, url, events, enabled, version, createdAt, updatedAt }: WebhookRow): Webhook => ({
  id,
  url,
  events,
  enabled,
  version,
  createdAt,
  updatedAt,
});
