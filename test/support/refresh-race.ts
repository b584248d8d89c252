import { idToBytes } from '../../src/kernel/ids.js';
import { OAuthError } from '../../src/protocol/oauth-error.js';
import { TokensRepository } from '../../src/tokens/tokens.repository.js';
import type { Tenant } from './tenant.js';

/** How one of many simultaneous refreshes ended: with this refresh token, or with this error. */
export interface Attempt {
  readonly refreshToken?: string;
  readonly error?: string;
}

/** One node of the server that takes part in a race. */
export interface Racer {
  refresh(presented: string, times: number): Promise<Attempt[]>;
  /** How many claims this node has tried in the database and lost so far. */
  lostClaims(): Promise<number>;
}

export function racerAt(tenant: Tenant): Racer {
  const tokens = tenant.domain.get(TokensRepository);
  const claim = tokens.claimRefresh.bind(tokens);
  let lost = 0;
  tokens.claimRefresh = async (within, realms, hashes, ...rest) => {
    const won = await claim(within, realms, hashes, ...rest);
    lost += hashes.length - won.length;
    return won;
  };
  const attempt = async (presented: string): Promise<Attempt> => {
    try {
      return { refreshToken: (await tenant.refresh(presented)).refreshToken };
    } catch (error) {
      return { error: error instanceof OAuthError ? error.code : String(error) };
    }
  };
  return {
    refresh: (presented, times) => Promise.all(Array.from({ length: times }, () => attempt(presented))),
    lostClaims: () => Promise.resolve(lost),
  };
}

/** Whether the realm of the tenant has a grace window. */
export type Grace = 'with grace' | 'without grace';

/**
 * One refresh token, presented so many times at once at all racers.
 *
 * @throws Error naming the invariant that did not hold.
 */
export async function raceOnce(tenant: Tenant, racers: readonly Racer[], times: number, grace: Grace): Promise<void> {
  const { refreshToken = '', grant } = await tenant.startGrant();
  const share = Math.ceil(times / racers.length);
  const attempts = (await Promise.all(racers.map((racer) => racer.refresh(refreshToken, share)))).flat();
  const errors = attempts.flatMap(({ error }) => error ?? []);
  const successors = attempts.flatMap(({ refreshToken }) => refreshToken ?? []);
  if (grace === 'with grace') {
    expectThat(errors.length === 0, `nobody is refused: ${errors[0]}`);
    expectThat(new Set(successors).size === 1, 'all are given one successor');
  } else {
    expectThat(successors.length === 1, `one wins, not ${successors.length}`);
    expectThat(
      errors.every((error) => error === 'invalid_grant'),
      `losers are told invalid_grant: ${new Set(errors)}`,
    );
  }
  await expectOneFamily(tenant, grant?.id ?? '');
  expectThat(
    (await tenant.isLive(successors[0])) === (grace === 'with grace'),
    'reuse ends the grant, a repeat does not',
  );
}

/** Shown again after its window, the token ends the grant. @throws Error */
export async function expectReuseEndsGrant(tenant: Tenant): Promise<void> {
  const first = await tenant.startGrant();
  const second = await tenant.refresh(first.refreshToken);
  tenant.domain.clock.advance(3600);
  const [attempt] = await racerAt(tenant).refresh(first.refreshToken ?? '', 1);
  expectThat(attempt?.error === 'invalid_grant', 'reuse is refused');
  expectThat(!(await tenant.isLive(second.refreshToken)), 'reuse ends the grant');
}

async function expectOneFamily(tenant: Tenant, grantId: string): Promise<void> {
  const id = idToBytes(grantId);
  const leaves = await tenant.count('tokens', "grantId = ? AND kind = 'refresh' AND consumedAt IS NULL", [id]);
  expectThat(leaves === 1, `the family has one unused token, not ${leaves}`);
  const all = await tenant.count('tokens', "grantId = ? AND kind = 'refresh'", [id]);
  expectThat(all === 2, `one successor was made, not ${all - 1}`);
  expectThat((await tenant.count('grants', 'id = ? AND generation = 1', [id])) === 1, 'one generation has passed');
}

function expectThat(holds: boolean, invariant: string): void {
  if (!holds) throw new Error(`In a race of refreshes this did not hold: ${invariant}`);
}
