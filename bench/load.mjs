import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinned } from './child.mjs';

const SCRIPT = fileURLToPath(new URL('load.lua', import.meta.url));

/**
 * @typedef {object} Target what to send, and where
 * @property {string} url
 * @property {string} [authorization] absent: the request proves no client
 * @property {string} [body] a form body that is the same for every request
 * @property {string} [refresh] in its place, a form body up to the refresh token, or the code, that ends it
 * @property {boolean} [once] such a token is used once, and its answer holds no other one
 * @property {string} [tokens] the path of a file of such tokens
 */

/**
 * @typedef {object} Measurement latencies in microseconds
 * @property {number} requests
 * @property {number} rate requests a second
 * @property {number} p50
 * @property {number} p99
 * @property {number} max
 * @property {number} refused answers other than 2xx
 * @property {number} broken connections that broke or did not answer in time
 */

/** The reason why no load can be made on this machine; undefined when it can. */
export function missingTool() {
  for (const tool of ['wrk', 'taskset']) {
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) {
      return `${tool} was not found on the PATH. On Debian and Ubuntu: apt-get install wrk util-linux`;
    }
  }
  return undefined;
}

/**
 * Loads one target for some seconds, at full speed or at a rate.
 *
 * @param {Target} target
 * @param {{ cpu: number, seconds: number, connections: number, rate?: number }} options
 * @returns {Promise<Measurement>}
 */
export async function load(target, { cpu, seconds, connections, rate }) {
  const env = { PATH: process.env.PATH, BENCH_AUTHORIZATION: target.authorization ?? '' };
  if (target.body !== undefined) env.BENCH_BODY = target.body;
  if (target.refresh !== undefined) env.BENCH_REFRESH = target.refresh;
  if (target.tokens !== undefined) env.BENCH_TOKENS = target.tokens;
  if (rate !== undefined) env.BENCH_RATE = String(rate);
  const wrk = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '5s', '-s', SCRIPT, target.url];
  return parse(await output(pinned(cpu, wrk), env, (seconds + 15) * 1000));
}

/** @returns {Promise<string>} */
function output([command, ...args], env, timeout) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.stderr.on('data', (chunk) => (text += chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`wrk ended with ${code}: ${text}`))));
  });
}

/** @returns {Measurement} */
function parse(text) {
  const line = /^RESULT (.*)$/m.exec(text);
  if (!line) throw new Error(`wrk told no result: ${text}`);
  const { requests, microseconds, p50, p99, max, refused, broken } = JSON.parse(line[1]);
  return { requests, rate: requests / (microseconds / 1e6), p50, p99, max, refused, broken };
}
