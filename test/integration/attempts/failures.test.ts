import type { AttemptsService } from '../../../src/attempts/attempts.service.js';
import type { AttemptLimit } from '../../../src/attempts/attempts.types.js';
import { atOnce } from '../../support/at-once.js';
import { openNode, openTestDatabase, type TestNode } from '../../support/database.js';
import { TestClock } from '../../support/test-clock.js';
import { byAddress, REALM, serviceOf, trues } from './attempts-support.js';

let nodes: [TestNode & { url: string }, TestNode];
let clock: TestClock;
let attempts: AttemptsService;
let elsewhere: AttemptsService;

beforeAll(async () => {
  const first = await openTestDatabase();
  nodes = [first, await openNode(first.url)];
});
beforeEach(async () => {
  await nodes[0].sql.execute('DELETE FROM attempts');
  clock = new TestClock();
  [attempts, elsewhere] = [serviceOf(nodes[0], clock), serviceOf(nodes[1], clock)];
});
afterAll(async () => {
  await nodes[1].close();
  await nodes[0].close();
});

describe('failures that are counted afterwards', () => {
  const secret: AttemptLimit = { ...byAddress, purpose: 'client_secret', subject: 'shop' };
  const isWaiting = async (limit = secret, node = attempts): Promise<boolean> =>
    (await node.look(REALM, limit)).waiting;

  it('block when the allowance is used up, for the delay', async () => {
    for (let index = 0; index < 4; index++) expect(await attempts.fail(REALM, secret)).toBe(true);
    expect(await elsewhere.look(REALM, secret)).toMatchObject({ failures: 4, waiting: false });
    expect(await elsewhere.fail(REALM, secret)).toBe(true);
    expect(await attempts.look(REALM, secret)).toMatchObject({ failures: 5, waiting: true });
    expect(await attempts.fail(REALM, secret)).toBe(false);
    clock.advance(1);
    expect(await isWaiting()).toBe(false);
  });

  it('req 84: are no more than the allowance though 50 come at once on two nodes', async () => {
    const counted = await atOnce(50, (index) => (index % 2 ? attempts : elsewhere).fail(REALM, secret));
    expect(trues(counted)).toBe(5);
    expect(await attempts.look(REALM, secret)).toMatchObject({ failures: 5, waiting: true });
    for (const delay of [1, 2, 4]) {
      clock.advance(delay);
      const late = await atOnce(50, (index) => (index % 2 ? attempts : elsewhere).fail(REALM, secret));
      expect(trues(late)).toBe(1);
    }
  });

  it('do not block longer than one delay when the clock is set back', async () => {
    for (let index = 0; index < 5; index++) await attempts.fail(REALM, secret);
    clock.advance(-3600);
    expect(await isWaiting()).toBe(true);
    clock.advance(1);
    expect(await isWaiting()).toBe(false);
  });

  it('say nothing of other clients, addresses and realms', async () => {
    for (let index = 0; index < 9; index++) await attempts.fail(REALM, secret);
    const other = { id: '01900000-0000-7000-8000-000000000002', name: 'demo' };
    expect(await isWaiting({ ...secret, subject: 'mail' })).toBe(false);
    expect(await isWaiting({ ...secret, address: '192.0.2.9' })).toBe(false);
    expect((await attempts.look(other, secret)).waiting).toBe(false);
  });

  it('req 84: count by the /64 of an IPv6 address', async () => {
    const from = (address: string): AttemptLimit => ({ ...secret, address });
    for (let index = 0; index < 5; index++) await attempts.fail(REALM, from(`2001:db8:0:1::${index}`));
    expect(await isWaiting(from('2001:db8:0:1:ffff::1'))).toBe(true);
    expect(await isWaiting(from('2001:db8:0:2::1'))).toBe(false);
  });

  it('req 84: make what was seen before them out of date, those under way too', async () => {
    const seen = await attempts.look(REALM, secret);
    expect(await attempts.current(REALM, secret, seen)).toBe(seen);
    const failing = atOnce(5, () => attempts.fail(REALM, secret));
    expect(await attempts.current(REALM, secret, seen)).toMatchObject({ failures: 5, waiting: true });
    await failing;
    expect(await attempts.current(REALM, secret, seen)).toMatchObject({ waiting: true });
  });
});
