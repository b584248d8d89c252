import 'reflect-metadata';
import { freshMariaDb } from '../support/database.js';
import { freshDomain, openDomain, type Domain } from '../support/domain.js';
import { TestMariaDb } from '../support/mariadb.js';
import { expectReuseEndsGrant, raceOnce, racerAt, type Grace } from '../support/refresh-race.js';
import { aTenant } from '../support/tenant.js';
import { TokensModule } from '../../src/tokens/tokens.module.js';
import { remoteRacer, type RemoteRacer } from './remote-racer.js';

const TIMES = 200;
const PROGRESS_MS = 5_000;

/** @returns the exit code: 0 when every invariant held in every round. */
export async function runRaces(rounds: number, engines: readonly string[]): Promise<number> {
  try {
    for (const engine of engines) await (engine === 'mariadb' ? onMariaDb(rounds) : onSqlite(rounds));
    return 0;
  } catch (error) {
    say(String(error));
    return 1;
  }
}

async function onSqlite(rounds: number): Promise<void> {
  const domain = await freshDomain({ modules: [TokensModule] });
  await races('SQLite, one process', domain, rounds, () => Promise.resolve([]));
  await domain.close();
}

async function onMariaDb(rounds: number): Promise<void> {
  const server = await TestMariaDb.start();
  const { url } = await freshMariaDb(server.url);
  const domain = await openDomain({ url, modules: [TokensModule] });
  await races('MariaDB, two processes', domain, rounds, async (realm) => [await remoteRacer(url, realm)]);
  await domain.close();
  await server.stop();
}

type Others = (realm: string) => Promise<RemoteRacer[]>;

async function races(name: string, domain: Domain, rounds: number, others: Others): Promise<void> {
  for (const grace of ['with grace', 'without grace'] as const) await race(name, domain, { rounds, grace, others });
}

interface Course {
  readonly rounds: number;
  readonly grace: Grace;
  readonly others: Others;
}

async function race(name: string, domain: Domain, { rounds, grace, others }: Course): Promise<void> {
  const tenant = await aTenant(domain, {
    realm: { refreshGraceSeconds: grace === 'with grace' ? 10 : 0 },
    client: { accessTokenFormat: 'opaque' },
  });
  const remote = await others(tenant.realmName);
  const racers = [racerAt(tenant), ...remote];
  const start = Date.now();
  let told = start;
  for (let round = 1; round <= rounds; round++) {
    await raceOnce(tenant, racers, TIMES, grace);
    if (Date.now() - told < PROGRESS_MS) continue;
    told = Date.now();
    say(`${name}, ${grace}: ${round} of ${rounds} rounds`);
  }
  const lost = await Promise.all(racers.map((racer) => racer.lostClaims()));
  await expectReuseEndsGrant(tenant);
  await Promise.all(remote.map((racer) => racer.stop()));
  if (lost.includes(0)) throw new Error(`${name}: a node lost no claim, so nothing was raced for.`);
  const seconds = Math.round((Date.now() - start) / 1000);
  process.stdout.write(
    `${JSON.stringify({ name, grace, rounds, parallel: TIMES, lostClaims: lost, seconds, held: true })}\n`,
  );
}

const say = (line: string): boolean => process.stderr.write(`${line}\n`);
