import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import 'reflect-metadata';
import { openDomain } from '../support/domain.js';
import { racerAt, type Attempt, type Racer } from '../support/refresh-race.js';
import { Tenant } from '../support/tenant.js';
import { TokensModule } from '../../src/tokens/tokens.module.js';

interface Order {
  readonly presented: string;
  readonly times: number;
}

interface Report {
  readonly attempts: Attempt[];
  readonly lost: number;
}

export interface RemoteRacer extends Racer {
  stop(): Promise<void>;
}

/** A racer in another process, over the same database. */
export async function remoteRacer(url: string, realm: string): Promise<RemoteRacer> {
  const child = fork(fileURLToPath(new URL('race-worker.mjs', import.meta.url)), [url, realm]);
  await once(child, 'message');
  let lost = 0;
  return {
    refresh: async (presented, times) => {
      child.send({ presented, times } satisfies Order);
      const [report] = (await once(child, 'message')) as [Report];
      lost = report.lost;
      return report.attempts;
    },
    lostClaims: () => Promise.resolve(lost),
    stop: async () => {
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}

/** The other side of {@link remoteRacer}. */
export async function serveRacer(): Promise<void> {
  const [url = '', realm = ''] = process.argv.slice(2);
  const domain = await openDomain({ url, modules: [TokensModule] });
  const racer = racerAt(new Tenant(domain, realm, 'app', 'ada'));
  const obey = async ({ presented, times }: Order): Promise<void> => {
    const attempts = await racer.refresh(presented, times);
    process.send?.({ attempts, lost: await racer.lostClaims() } satisfies Report);
  };
  process.on('message', (order: Order) => void obey(order));
  process.on('disconnect', () => void domain.close());
  process.send?.('ready');
}
