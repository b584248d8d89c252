import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AttemptsService } from '../../../src/attempts/attempts.service.js';
import type { AttemptLimit } from '../../../src/attempts/attempts.types.js';
import { atOnce } from '../../support/at-once.js';
import { ExpiredRowsRepository } from '../../../src/tokens/expired-rows.repository.js';
import { openNode, openTestDatabase, type TestNode } from '../../support/database.js';
import { testSettings } from '../../support/settings.js';
import { TestClock } from '../../support/test-clock.js';
import { byAddress, REALM, serviceOf, trues } from './attempts-support.js';

const byUser: AttemptLimit = { ...byAddress, address: null, allowance: 100 };
const LOGIN = [byAddress, byUser];

let nodes: [TestNode & { url: string }, TestNode];
let clock: TestClock;
let attempts: AttemptsService;
let elsewhere: AttemptsService;

const from = (address: string): AttemptLimit[] => [{ ...byAddress, address }, byUser];

async function claims(count: number, limits = LOGIN): Promise<boolean[]> {
  const answers: boolean[] = [];
  for (let index = 0; index < count; index++) answers.push(await attempts.claim(REALM, limits));
  return answers;
}

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

describe('attempts that are claimed', () => {
  it('req 84: pass as many as the allowance of 100 that come at once on two nodes, every time', async () => {
    for (let round = 0; round < 5; round++) {
      await nodes[0].sql.execute('DELETE FROM attempts');
      const answers = await atOnce(100, (index) => (index % 2 ? attempts : elsewhere).claim(REALM, LOGIN));
      expect(trues(answers)).toBe(5);
    }
  });

  it('req 84: pass, past the allowance, one for each delay though 100 come at once', async () => {
    await claims(5);
    for (const delay of [1, 2, 4]) {
      clock.advance(delay);
      const answers = await atOnce(100, (index) => (index % 2 ? attempts : elsewhere).claim(REALM, LOGIN));
      expect(trues(answers)).toBe(1);
    }
  });

  it('wait 1 second after the allowance and twice as long each time, up to 15 minutes', async () => {
    expect(await claims(6)).toEqual([true, true, true, true, true, false]);
    for (const delay of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]) {
      clock.advance(delay - 0.001);
      expect(await attempts.claim(REALM, LOGIN)).toBe(false);
      clock.advance(0.001);
      expect(await claims(2)).toEqual([true, false]);
    }
  });

  it('are counted over all addresses too: 100 an hour for one user', async () => {
    for (let index = 0; index < 20; index++) expect(trues(await claims(5, from(`192.0.2.${index}`)))).toBe(5);
    expect(await claims(1, from('198.51.100.1'))).toEqual([false]);
    clock.advance(1);
    expect(await claims(2, from('198.51.100.2'))).toEqual([true, false]);
  });

  it('take nothing from one limit when the other has none left', async () => {
    await claims(5);
    await atOnce(20, () => attempts.claim(REALM, LOGIN));
    const rest = [];
    for (let index = 0; index < 100; index++) rest.push(await attempts.claim(REALM, from(`198.51.100.${index}`)));
    expect(trues(rest)).toBe(95);
  });

  it('begin anew an hour after the first, if the allowance was never used up', async () => {
    await claims(4);
    clock.advance(3599);
    expect(await claims(2)).toEqual([true, false]);
    clock.advance(1);
    expect(trues(await claims(6))).toBe(5);
  });

  it('keep their delays until nothing was tried for an hour after the last', async () => {
    await claims(5);
    clock.advance(1);
    await claims(1);
    clock.advance(3600);
    expect(await claims(2)).toEqual([true, false]);
    clock.advance(4 + 3600);
    expect(trues(await claims(6))).toBe(5);
  });

  it('are free again once they were given back', async () => {
    for (let index = 0; index < 30; index++) {
      expect(await attempts.claim(REALM, LOGIN)).toBe(true);
      await attempts.giveBack(REALM, LOGIN);
    }
    await claims(4);
    await attempts.claim(REALM, LOGIN);
    await attempts.giveBack(REALM, LOGIN);
    expect(await claims(2)).toEqual([true, false]);
  });

  it('neither wait longer than one delay nor are let off when the clock is set back', async () => {
    await claims(6);
    clock.advance(-86_400);
    expect(await attempts.claim(REALM, LOGIN)).toBe(false);
    clock.advance(1);
    expect(await claims(2)).toEqual([true, false]);
    clock.advance(2 + 3600);
    expect(trues(await claims(6))).toBe(5);
  });

  it('are forgotten for all addresses of one user, and of no other, by an administrator', async () => {
    const ofBob = LOGIN.map((limit) => ({ ...limit, subject: 'bob' }));
    for (const limits of [LOGIN, from('198.51.100.1'), ofBob]) await claims(5, limits);
    await attempts.clear(REALM, 'login', 'ada');
    expect(await claims(1)).toEqual([true]);
    expect(await claims(1, from('198.51.100.1'))).toEqual([true]);
    expect(await claims(1, ofBob)).toEqual([false]);
  });
});

describe('a check under limits', () => {
  const wrong = async (): Promise<null> => {
    await nextTurn();
    return null;
  };

  it('req 84: is made for no more than the allowance of 100 wrong guesses that come at once', async () => {
    let checks = 0;
    const check = (): Promise<null> => {
      checks++;
      return wrong();
    };
    const answers = await atOnce(100, (index) => (index % 2 ? attempts : elsewhere).attempt(REALM, LOGIN, check));
    expect(checks).toBe(5);
    expect(answers.every((answer) => answer === null)).toBe(true);
  });

  it('lets in every one of 60 right guesses that come at once', async () => {
    const answers = await atOnce(60, () =>
      attempts.attempt(REALM, LOGIN, async () => {
        await nextTurn();
        return 'ada';
      }),
    );
    expect(answers.every((answer) => answer === 'ada')).toBe(true);
    expect(trues(await claims(6))).toBe(5);
  });

  it('costs nothing when it cannot be made', async () => {
    const broken = (): Promise<null> => Promise.reject(new Error('no database'));
    for (let index = 0; index < 10; index++) {
      await expect(attempts.attempt(REALM, LOGIN, broken)).rejects.toThrow('no database');
    }
  });
});

describe('counters that are over', () => {
  it('are pruned a few at a time, and no others', async () => {
    for (const subject of ['a', 'b', 'c']) await attempts.fail(REALM, { ...byAddress, subject });
    clock.advance(3600);
    await attempts.fail(REALM, { ...byAddress, subject: 'd' });
    const expired = new ExpiredRowsRepository(nodes[0].sql, testSettings());
    for (const found of [2, 1, 0]) expect(await expired.deleteSome('attempts', clock.now(), 2)).toBe(found);
    const [row] = await nodes[0].sql.query<{ kept: number | string }>('SELECT COUNT(*) AS kept FROM attempts');
    expect(Object.values(row ?? {}).map(Number)).toEqual([1]);
  });
});
