import type { RealmRef } from '../database/realm-ref.js';
import type { Row, RowSet } from '../database/statements.js';
import type { HeldTransaction, Transaction } from '../database/transaction.js';
import { SystemClock } from '../kernel/clock.js';
import { idFromBytes, Ids, idTime } from '../kernel/ids.js';
import { SystemRandom } from '../kernel/random.js';
import type { GrantsRepository } from './grants.repository.js';
import { RefreshClaims, type RefreshClaim } from './refresh-claims.service.js';
import type { TokensRepository } from './tokens.repository.js';

const AT = Date.UTC(2026, 0, 1);
const realm = { id: 'realm', name: 'acme' };
const claimOf = (token: string, row = token, began = AT): RefreshClaim => ({
  realm,
  hash: Buffer.from(token),
  grantId: `grant of ${token}`,
  began,
  rows: [{ table: 'tokens', row: { successorOf: row } }],
});

/** The claims over tables in which the tokens named are used already, and the grants of those named are revoked. */
function claims({ used = [], revoked = [] }: { used?: string[]; revoked?: string[] } = {}) {
  const committed: Row[] = [];
  const asked: string[][] = [];
  const times: { began: number; at: number }[] = [];
  const tokens: Pick<TokensRepository, 'claimRefresh'> = {
    claimRefresh: (_within, _realms, hashes, claim, at) => {
      asked.push(hashes.map(String));
      times.push({ began: idTime(idFromBytes(claim)), at });
      const won = hashes.filter((hash) => !used.includes(String(hash)));
      used.push(...won.map(String));
      return Promise.resolve(won);
    },
  };
  const grants: Pick<GrantsRepository, 'advance'> = {
    advance: (_within, _realms: readonly RealmRef[], ids) =>
      Promise.resolve(ids.filter((id) => !revoked.some((token) => id === `grant of ${token}`))),
  };
  const statements = {
    insertAll: (sets: readonly RowSet[]) => Promise.resolve(void committed.push(...sets.flatMap(({ rows }) => rows))),
  };
  const held = { statements } as unknown as HeldTransaction;
  const transaction = { runWith: <T>(work: (held: HeldTransaction) => Promise<T>) => work(held) } as Transaction;
  let wall = AT;
  const clock = new SystemClock({ wall: () => wall });
  const service = new RefreshClaims(
    transaction,
    tokens as TokensRepository,
    grants as GrantsRepository,
    clock,
    new Ids(clock, new SystemRandom()),
  );
  const momentAfter = (milliseconds: number) => {
    wall += milliseconds;
    return service.moment() - AT;
  };
  const outcomes = (...all: RefreshClaim[]) => Promise.all(all.map((claim) => service.claim(claim)));
  return { outcomes, momentAfter, asked, times, successors: () => committed.map((row) => row['successorOf']) };
}

describe('claims of one batch', () => {
  it('are asked for together, and bring in the rows of all winners', async () => {
    const { outcomes, asked, successors } = claims();
    expect(await outcomes(claimOf('a'), claimOf('b'))).toEqual(['won', 'won']);
    expect(asked).toEqual([['a', 'b']]);
    expect(successors()).toEqual(['a', 'b']);
  });

  it('req 57: of one token are won by the first of them alone', async () => {
    const { outcomes, asked, successors } = claims();
    const all = [claimOf('a', 'first'), claimOf('b'), claimOf('a', 'second'), claimOf('a', 'third')];
    expect(await outcomes(...all)).toEqual(['won', 'won', 'lost', 'lost']);
    expect(asked).toEqual([['a', 'b']]);
    expect(successors()).toEqual(['first', 'b']);
  });

  it('req 57: of a token that was used are lost, and bring in nothing', async () => {
    const { outcomes, successors } = claims({ used: ['a'] });
    expect(await outcomes(claimOf('a'), claimOf('b'))).toEqual(['lost', 'won']);
    expect(successors()).toEqual(['b']);
  });

  it('req 63: bring in nothing for a grant that was revoked meanwhile', async () => {
    const { outcomes, successors } = claims({ revoked: ['a'] });
    expect(await outcomes(claimOf('a'), claimOf('b'))).toEqual(['over', 'won']);
    expect(successors()).toEqual(['b']);
  });

  it('are of one moment, which the next batch does not share', async () => {
    const { outcomes, momentAfter } = claims();
    expect([momentAfter(0), momentAfter(1)]).toEqual([0, 0]);
    await outcomes(claimOf('a'));
    expect(momentAfter(1)).toBe(2);
  });

  it('req 56: are used up when they are, which is later than their moment: from there the grace window counts', async () => {
    const { outcomes, momentAfter, times } = claims();
    momentAfter(8000);
    await outcomes(claimOf('a'));
    expect(times).toEqual([{ began: AT, at: AT + 8000 }]);
  });

  it('are of no moment that is long gone, though nobody made a claim then', () => {
    const { momentAfter } = claims();
    expect([momentAfter(0), momentAfter(6000), momentAfter(3000), momentAfter(3000)]).toEqual([0, 6000, 6000, 12_000]);
  });

  it('of two moments are claimed apart, and brought in together', async () => {
    const { outcomes, asked, successors } = claims();
    expect(await outcomes(claimOf('a'), claimOf('b', 'b', AT + 1), claimOf('c'))).toEqual(['won', 'won', 'won']);
    expect(asked).toEqual([['a', 'c'], ['b']]);
    expect(successors()).toEqual(['a', 'c', 'b']);
  });
});
