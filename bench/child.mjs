/* global fetch, AbortSignal, setTimeout, clearTimeout */
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The command that runs another one on a single core. */
export const pinned = (cpu, command) => ['taskset', '-c', String(cpu), ...command];

/** @returns {Promise<number>} a port of the loopback interface that was free a moment ago */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts a program pinned to a core, its output going to a file.
 *
 * @param {{ cpu: number, command: string[], env: Record<string, string>, log: string }} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function startPinned({ cpu, command, env, log }) {
  const file = openSync(log, 'w');
  const [program, ...args] = pinned(cpu, command);
  return spawn(program, args, { env, stdio: ['ignore', file, file] });
}

/** Waits until a child answers at a URL, whatever it answers unless `ok` asks for 2xx. */
export async function answering(child, url, { ok = false, seconds = 30, log }) {
  for (let tries = seconds * 10; tries > 0; tries -= 1) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}; its output is in ${log}`);
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => null);
    await response?.arrayBuffer();
    if (response && (response.ok || !ok)) return;
    await sleep(100);
  }
  throw new Error(`No answer from ${url} within ${seconds} seconds; the server's output is in ${log}`);
}

const TICKS_PER_SECOND = 100;
const UTIME = 11;
const STIME = 12;

/** The time that a child has spent on a processor so far, in microseconds (Linux, from /proc). */
export function processorTime({ pid }) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[UTIME]) + Number(fields[STIME])) * 1e6) / TICKS_PER_SECOND;
}

/** Ends a child that this process started, gently at first. */
export async function stop(child, seconds = 10) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
  await ended;
  clearTimeout(kill);
}
