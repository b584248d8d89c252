import { writeFileSync } from 'node:fs';
import { processorTime } from './child.mjs';
import { load } from './load.mjs';
import { post } from './wire.mjs';

/** Refresh tokens in flight at once: twice the connections, so that none ever waits for one. */
const SEEDS_PER_CONNECTION = 2;
/** Fewer than the wrong passwords that a user may try at once: logins that are under way count against it. */
const SEEDS_AT_ONCE = 4;
const WARM_UP_SECONDS = 1;
/** Codes are used once: so many a second are prepared until it is known how many a server redeems, and then these and some more. */
const CODES_PER_SECOND = 4000;
const CODES_TO_SPARE = 1.5;
const CODES_AT_ONCE = 32;

/**
 * @typedef {object} Figure one server on one path in one round
 * @property {string} server
 * @property {string} path
 * @property {number} round
 * @property {number} rate requests a second at full speed
 * @property {number} cpu microseconds of processor time for each request, which other work on the machine disturbs less
 * @property {number} [p99] microseconds, at half of that rate
 * @property {number} refused answers other than 2xx, of both measurements
 * @property {number} broken connections, of both measurements
 */

/**
 * Measures one server on one path: as fast as it goes, then at half of that.
 *
 * @returns {Promise<Omit<Figure, 'server' | 'path' | 'round'>>}
 */
export async function measure(peer, path, { cpu, seconds, connections, latency, warm, workFolder }) {
  const target = (duration, rate) => fresh(peer, path, { connections, workFolder, requests: duration * rate });
  if (!warm) {
    const warmUp = await target(WARM_UP_SECONDS, CODES_PER_SECOND);
    await load(warmUp, { cpu, connections, seconds: WARM_UP_SECONDS });
  }
  const full = await loadAndTime(peer.child, await target(seconds, CODES_PER_SECOND), { cpu, connections, seconds });
  if (!latency) return full;
  const halfRate = full.rate / 2;
  const half = await load(await target(seconds, halfRate), { cpu, connections, seconds, rate: halfRate });
  return { ...full, p99: half.p99, refused: full.refused + half.refused, broken: full.broken + half.broken };
}

async function loadAndTime(child, target, options) {
  const before = processorTime(child);
  const { rate, requests, refused, broken } = await load(target, options);
  return { rate, cpu: (processorTime(child) - before) / requests, refused, broken };
}

/** A target with tokens that nothing has used before; a sample of its answers was seen to be what the path is about. */
async function fresh(peer, path, { connections, workFolder, requests }) {
  const target = await peer.target(path);
  if (target.refresh) {
    const [count, atOnce] = target.once
      ? [requests * CODES_TO_SPARE, CODES_AT_ONCE]
      : [connections * SEEDS_PER_CONNECTION, SEEDS_AT_ONCE];
    return { ...target, tokens: await seeds(peer, path, { count, atOnce, workFolder }) };
  }
  const answer = await post(target.url, target.authorization, target.body);
  if (!EXPECTED[path](answer)) throw new Error(`${peer.name} does not answer as ${path} should: ${target.url}`);
  return target;
}

const isJwt = ({ access_token: token }) => token.split('.').length === 3;

const EXPECTED = {
  jwt: isJwt,
  opaque: (answer) => !isJwt(answer),
  introspect: ({ active }) => active === true,
};

/** The path of a file of refresh tokens or codes, each of a grant of its own. */
async function seeds(peer, path, { count, atOnce, workFolder }) {
  const tokens = [];
  while (tokens.length < count) {
    const next = Array.from({ length: atOnce }, (_, index) => peer.seed(path, tokens.length + index));
    tokens.push(...(await Promise.all(next)));
  }
  const file = `${workFolder}/refresh-tokens`;
  writeFileSync(file, tokens.join('\n'), { mode: 0o600 });
  return file;
}
