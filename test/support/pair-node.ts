import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import 'reflect-metadata';
import { TokensModule } from '../../src/tokens/tokens.module.js';
import type { IssuedTokens } from '../../src/tokens/token.types.js';
import { openDomain } from './domain.js';
import { Tenant } from './tenant.js';

/** What a client is given. */
export type Pair = Pick<IssuedTokens, 'accessToken' | 'refreshToken'>;

/** `keep`: so many callers at once ask for the kept pair, each of them so many times. */
export interface Order {
  readonly realm: string;
  readonly keep?: { readonly times: number; readonly rounds: number };
  readonly refresh?: string;
  readonly revoke?: string;
}

/** The pairs in the order in which they were given, or what went wrong. */
export interface Report {
  readonly pairs: readonly Pair[];
  readonly error?: string;
}

export interface PairNode {
  obey(order: Order): Promise<Report>;
  stop(): Promise<void>;
}

const POLICY = { refreshTokens: 'rotate', onReuse: 'refuses', grace: false, endsOlderAccess: true } as const;
const pairOf = ({ accessToken, refreshToken }: Pair): Pair => ({ accessToken, refreshToken });

export const keepPair = async (tenant: Tenant): Promise<Pair> =>
  pairOf(await tenant.startGrant({ keepPair: true, policy: POLICY }));

/** Another process of the server, on the same database. */
export async function openPairNode(url: string): Promise<PairNode> {
  const child = fork(join(process.cwd(), 'test', 'support', 'pair-worker.mjs'), [url]);
  await once(child, 'message');
  return {
    obey: async (order) => {
      child.send(order);
      const [report] = (await once(child, 'message')) as [Report];
      return report;
    },
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

/** The other side of {@link openPairNode}. */
export async function servePairNode(): Promise<void> {
  const domain = await openDomain({ url: process.argv[2] ?? '', modules: [TokensModule] });
  const answer = async (order: Order): Promise<Report> => {
    try {
      return { pairs: await work(new Tenant(domain, order.realm, 'app', 'ada'), order) };
    } catch (error) {
      return { pairs: [], error: String(error) };
    }
  };
  process.on('message', (order: Order) => void answer(order).then((report) => process.send?.(report)));
  process.on('disconnect', () => void domain.close());
  process.send?.('ready');
}

async function work(tenant: Tenant, { keep, refresh, revoke }: Order): Promise<Pair[]> {
  if (refresh !== undefined) return [pairOf(await tenant.refresh(refresh))];
  if (revoke !== undefined) await tenant.revoke(revoke);
  const given: Pair[] = [];
  const caller = async (): Promise<void> => {
    for (let round = 0; round < (keep?.rounds ?? 0); round++) given.push(await keepPair(tenant));
  };
  await Promise.all(Array.from({ length: keep?.times ?? 0 }, caller));
  return given;
}
