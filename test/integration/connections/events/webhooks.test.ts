import { AuditService } from '../../../../src/audit/audit.service.js';
import { ConnectionEventsModule } from '../../../../src/connections/events/connection-events.module.js';
import { ConnectionEvents } from '../../../../src/connections/events/connection-events.service.js';
import { EventTeller } from '../../../../src/connections/events/event-teller.service.js';
import type { Webhook } from '../../../../src/connections/events/webhook.types.js';
import { WebhooksService } from '../../../../src/connections/events/webhooks.service.js';
import { Sql } from '../../../../src/database/sql.js';
import { Transaction } from '../../../../src/database/transaction.js';
import { hmacSha256 } from '../../../../src/kernel/digest.js';
import { Ids } from '../../../../src/kernel/ids.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { type Domain, freshDomain } from '../../../support/domain.js';
import { NoticeReceiver, type ToldNotice } from '../../../support/notice-receiver.js';

describe('webhooks', () => {
  let receiver: NoticeReceiver;
  let domain: Domain;
  let realm: Realm;
  let webhook: Webhook & { readonly secret: string };

  const record = (type: 'connection.created' | 'connection.revoked' = 'connection.created'): Promise<void> =>
    domain.get(ConnectionEvents).record(realm, { type, connectionId: domain.get(Ids).next(), detail: { slot: 'a' } });
  const settled = (): Promise<void> => domain.get(EventTeller).settled();
  const waiting = async (): Promise<number> => {
    const [row] = await domain.get(Sql).query<{ n: number }>('SELECT COUNT(*) AS n FROM connection_event_deliveries');
    return Number(row?.n);
  };

  beforeAll(async () => {
    receiver = await NoticeReceiver.open();
    domain = await freshDomain({
      modules: [ConnectionEventsModule],
      env: { EGRESS_ALLOW: receiver.authority, PUBLIC_URL: 'https://id.example.com' },
    });
    realm = await domain.realm('acme');
  });
  beforeEach(async () => {
    receiver.told.length = 0;
    receiver.status = 204;
    webhook = await domain.get(WebhooksService).create(realm, { url: receiver.url });
  });
  afterEach(() => domain.get(WebhooksService).delete(realm, webhook.id));
  afterAll(async () => {
    await domain.close();
    await receiver.close();
  });

  it('are told of an event once it is committed, signed by their secret', async () => {
    await record();
    await settled();
    const [{ headers, body }] = receiver.told as [ToldNotice];
    const key = Buffer.from(webhook.secret.replace('whsec_', ''), 'base64');
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${hmacSha256(key, signed).toString('base64')}`);
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(domain.clock.now() / 1000));
    expect(JSON.parse(body)).toMatchObject({ type: 'connection.created', data: { realm: 'acme', slot: 'a' } });
    expect(await waiting()).toBe(0);
  });

  it('hear nothing of what was rolled back', async () => {
    const failing = domain.get(Transaction).run(async () => {
      await record();
      throw new Error('after all not');
    });
    await expect(failing).rejects.toThrow('after all not');
    await settled();
    expect(receiver.told).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it('are told again under the same id until they take it', async () => {
    receiver.status = 500;
    await record();
    await settled();
    expect(await waiting()).toBe(1);
    await domain.get(EventTeller).retry();
    expect(receiver.told).toHaveLength(1);
    receiver.status = 200;
    domain.clock.advance(11);
    await domain.get(EventTeller).retry();
    expect(receiver.told).toHaveLength(2);
    expect(new Set(receiver.told.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await waiting()).toBe(0);
  });

  it('are given up in the end, which the record shows', async () => {
    receiver.status = 503;
    await record();
    await settled();
    for (let attempt = 0; attempt < 9; attempt++) {
      domain.clock.advance(25 * 60 * 60);
      await domain.get(EventTeller).retry();
    }
    expect(receiver.told).toHaveLength(9);
    expect(await waiting()).toBe(0);
    const { items } = await domain.get(AuditService).list(realm, { type: 'webhook.undelivered' }, { limit: 1 });
    expect(items[0]?.detail).toMatchObject({ webhook: webhook.id, attempts: 9 });
  });

  it('that are gone are not told again', async () => {
    receiver.status = 410;
    await record();
    await settled();
    expect(await waiting()).toBe(0);
  });

  it('are told only of what they want', async () => {
    await domain.get(WebhooksService).update(realm, webhook.id, { events: ['connection.revoked'] });
    await record('connection.created');
    await record('connection.revoked');
    await settled();
    expect(receiver.told.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'connection.revoked',
    ]);
    await domain.get(WebhooksService).update(realm, webhook.id, { enabled: false });
    await record('connection.revoked');
    await settled();
    expect(receiver.told).toHaveLength(1);
  });

  it('have a secret that is sealed, and can be renewed', async () => {
    const [row] = await domain.get(Sql).query<{ sealedSecret: string }>('SELECT sealedSecret FROM connection_webhooks');
    expect(row?.sealedSecret).not.toContain(webhook.secret);
    const { secret } = await domain.get(WebhooksService).renewSecret(realm, webhook.id);
    expect(secret).not.toBe(webhook.secret);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  });

  it.each([
    'http://app.example.com/hook',
    'ftp://x',
    'not an address',
    'https://user:pw@app.example.com/',
    'https://app.example.com:8443/hook',
    'https://10.0.0.1/hook',
    'https://127.0.0.1/hook',
    'https://id.example.com./hook',
  ])('are not called at %s', async (url) => {
    const webhooks = domain.get(WebhooksService);
    await expect(webhooks.create(realm, { url })).rejects.toMatchObject({ code: 'invalid' });
    await expect(webhooks.update(realm, webhook.id, { url })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('refuse a change that builds on an older version', async () => {
    const webhooks = domain.get(WebhooksService);
    await webhooks.update(realm, webhook.id, { enabled: true }, 1);
    await expect(webhooks.update(realm, webhook.id, { enabled: false }, 1)).rejects.toMatchObject({ code: 'stale' });
    await expect(webhooks.delete(realm, webhook.id, 1)).rejects.toMatchObject({ code: 'stale' });
  });

  it('keep the history of a connection, the newest first', async () => {
    const connectionId = domain.get(Ids).next();
    const events = domain.get(ConnectionEvents);
    for (const type of ['connection.created', 'connection.revoked'] as const) {
      await events.record(realm, { type, connectionId });
      domain.clock.advance(1);
    }
    const { items } = await events.list(realm, { connectionId }, { limit: 5 });
    expect(items.map(({ type }) => type)).toEqual(['connection.revoked', 'connection.created']);
    await settled();
  });
});
