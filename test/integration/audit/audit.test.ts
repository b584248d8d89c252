import { AuditEventsRepository } from '../../../src/audit/audit-events.repository.js';
import { AuditService } from '../../../src/audit/audit.service.js';
import type { AuditEvent, AuditFilters, RecordedEvent } from '../../../src/audit/audit.types.js';
import type { PageRequest } from '../../../src/database/page.js';
import { DomainError } from '../../../src/kernel/domain-error.js';
import { Ids } from '../../../src/kernel/ids.js';
import { SystemRandom } from '../../../src/kernel/random.js';
import { atOnce } from '../../support/at-once.js';
import { openTwoRealms, type TwoRealms } from '../../support/isolation.js';
import { TestClock } from '../../support/test-clock.js';

const ADA = '01900000-0000-7000-8000-00000000000a';
const BOB = '01900000-0000-7000-8000-00000000000b';

let node: TwoRealms;
let clock: TestClock;
let audit: AuditService;

const issued = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  type: 'token.issued',
  outcome: 'success',
  clientId: 'shop',
  ...changes,
});

/** Every page of a list, one after the other. */
async function pages(
  list: (page: PageRequest) => ReturnType<AuditService['list']>,
  limit: number,
): Promise<RecordedEvent[][]> {
  const all: RecordedEvent[][] = [];
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await list({ limit, cursor });
    all.push(items);
    if (nextCursor === null) return all;
    cursor = nextCursor;
  }
}

const found = async (filters: AuditFilters): Promise<unknown[]> =>
  (await audit.list(node.here, filters, { limit: 200 })).items.map(({ detail }) => detail?.n);

beforeAll(async () => {
  node = await openTwoRealms();
});
beforeEach(async () => {
  await node.sql.execute('DELETE FROM audit_events');
  clock = new TestClock();
  const ids = new Ids(clock, new SystemRandom());
  audit = new AuditService(new AuditEventsRepository(node.sql), node.groupCommit, clock, ids);
});
afterAll(() => node.close());

describe('an event', () => {
  it('reads as it was recorded', async () => {
    const who = { userId: ADA, address: '2001:db8::1', requestId: 'r-1' };
    await audit.record(node.here, issued({ ...who, detail: { scope: ['openid'], note: 'ключ 🔑' } }));
    await audit.record(node.here, { type: 'login.failed', outcome: 'failure' });
    const { items } = await audit.list(node.here, { type: 'token.issued' }, { limit: 1 });
    expect(items).toEqual([
      {
        id: expect.any(String) as unknown,
        realmId: node.here.id,
        at: clock.now(),
        type: 'token.issued',
        outcome: 'success',
        clientId: 'shop',
        ...who,
        detail: { scope: ['openid'], note: 'ключ 🔑' },
      },
    ]);
  });

  it('lives and dies with the transaction that it is recorded in', async () => {
    const failing = node.transaction.run(async () => {
      await audit.record(node.here, issued());
      throw new Error('refused');
    });
    await expect(failing).rejects.toThrow('refused');
    expect(await found({})).toEqual([]);
    await node.transaction.run(() => audit.record(node.here, issued({ detail: { n: 1 } })));
    expect(await found({})).toEqual([1]);
  });

  it('is kept though it shares its commit with hundreds, and with one that claims to be anything', async () => {
    const forged = audit.record(node.here, issued({ clientId: '😀'.repeat(5000), requestId: 'x'.repeat(5000) }));
    await Promise.all([forged, atOnce(300, () => audit.record(node.here, issued()))]);
    const { items } = await audit.list(node.here, { client: 'shop' }, { limit: 500 });
    expect(items).toHaveLength(300);
  });
});

describe('the list of events', () => {
  beforeEach(async () => {
    const at = clock.now();
    await audit.record(node.here, issued({ at, userId: ADA, detail: { n: 1 } }));
    await audit.record(node.here, issued({ at: at + 10, clientId: 'mail', detail: { n: 2 } }));
    await audit.record(node.here, issued({ at: at + 20, type: 'login.failed', userId: BOB, detail: { n: 3 } }));
    await audit.record(node.there, issued({ at: at + 30, userId: ADA, detail: { n: 4 } }));
  });

  it('is of one realm, the newest first', async () => {
    expect(await found({})).toEqual([3, 2, 1]);
  });

  it('is narrowed by type, client, user and time, by all at once', async () => {
    const at = clock.now();
    expect(await found({ type: 'token.issued' })).toEqual([2, 1]);
    expect(await found({ client: 'shop' })).toEqual([3, 1]);
    expect(await found({ user: ADA })).toEqual([1]);
    expect(await found({ from: at + 10 })).toEqual([3, 2]);
    expect(await found({ to: at + 10 })).toEqual([1]);
    expect(await found({ type: 'token.issued', client: 'mail', from: at + 10, to: at + 11 })).toEqual([2]);
    expect(await found({ client: "shop' OR '1'='1" })).toEqual([]);
  });

  it('is of all realms for the administrators of the server', async () => {
    const { items } = await audit.listAll({ user: ADA }, { limit: 10 });
    expect(items.map(({ realmId, detail }) => [realmId, detail?.n])).toEqual([
      [node.there.id, 4],
      [node.here.id, 1],
    ]);
  });

  it('comes in pages that hold every event once, whatever is recorded meanwhile', async () => {
    await atOnce(20, (n) => audit.record(node.here, issued({ at: clock.now() + n, detail: { n } })));
    let more = 100;
    const all = await pages(async (page) => {
      await audit.record(node.here, issued({ at: clock.now() + 1000 + more++, detail: { n: 'late' } }));
      return audit.list(node.here, { to: clock.now() + 1000 }, page);
    }, 7);
    expect(all.map(({ length }) => length)).toEqual([7, 7, 7, 2]);
    expect(new Set(all.flat().map(({ id }) => id)).size).toBe(23);
  });

  it('looks at 10000 events for a page, and finds what lies behind them on the next ones', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, n) => audit.row(node.here, issued({ at: clock.now() + 1000 + n })).row,
    );
    while (rows.length > 0) await node.sql.insert('audit_events', rows.splice(0, 1000));
    const all = await pages((page) => audit.list(node.here, { user: ADA }, page), 10);
    expect(all.map(({ length }) => length)).toEqual([0, 0, 1]);
    const narrow = await audit.list(node.here, { user: ADA, to: clock.now() + 1000 }, { limit: 10 });
    expect(narrow).toMatchObject({ items: [{ userId: ADA }], nextCursor: null });
  });

  it('req 87: refuses a cursor or a user id that is not one', async () => {
    for (const cursor of ["' OR 1=1 --", 'AAAA', '{"id":1}', 'A'.repeat(23)]) {
      await expect(audit.list(node.here, {}, { limit: 10, cursor })).rejects.toThrow(DomainError);
    }
    await expect(found({ user: "x' OR 1=1" })).rejects.toThrow(DomainError);
  });
});

describe('old events', () => {
  it('are pruned oldest first, a few at a time, in every realm, and no newer ones', async () => {
    const at = clock.now();
    await atOnce(5, (n) => audit.record(n % 2 ? node.here : node.there, issued({ at: at + n, detail: { n } })));
    expect(await audit.prune(at + 4, 3)).toBe(3);
    expect(await found({})).toEqual([3]);
    expect(await audit.prune(at + 4, 3)).toBe(1);
    expect(await audit.prune(at + 4, 3)).toBe(0);
    const { items } = await audit.listAll({}, { limit: 10 });
    expect(items.map(({ detail }) => detail?.n)).toEqual([4]);
  });
});
