import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { buildWhenNeeded } from '../../scripts/build-when-needed.mjs';

const PROGRAM = join(process.cwd(), 'dist', 'main.js');
const START_SECONDS = 60;
const STOP_SECONDS = 15;
const KEPT_OUTPUT = 20_000;

/** The secret of the administrator client of every server that is started here. */
export const ADMIN_SECRET = 'bootstrap-secret-of-the-test-server';

type Environment = Record<string, string>;

/** The built server as a process of its own, which a test may kill, freeze and start again. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private output = '';

  private constructor(
    private readonly port: number,
    private readonly env: Environment,
    private readonly folder: string,
  ) {}

  /** Builds the server when needed, starts it on a free port and waits until it is ready. */
  static async start(env: Environment): Promise<ServerProcess> {
    buildWhenNeeded();
    const folder = mkdtempSync(join(tmpdir(), 'realmgate-server-'));
    const server = new ServerProcess(await freePort(), env, folder);
    await server.restart();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  issuer(realm: string): string {
    return `${this.url}/realms/${realm}`;
  }

  /** Starts it again, on the same port with the same settings. */
  async restart(): Promise<void> {
    this.output = '';
    const child = spawn(process.execPath, [PROGRAM], {
      cwd: this.folder,
      env: { ...this.settings(), ...this.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => this.keep(String(chunk)));
    this.child = child;
    await this.ready(child);
  }

  /** As the loss of power: nothing gets a chance to finish. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Ends it for good. */
  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private settings(): Environment {
    return {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      LOG_LEVEL: 'warn',
      HOST: '127.0.0.1',
      PORT: String(this.port),
      PUBLIC_URL: this.url,
      MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      DEFAULT_REALM_KEY: 'default-realm-key-of-the-tests',
      BOOTSTRAP_ADMIN_CLIENT_SECRET: ADMIN_SECRET,
    };
  }

  private keep(text: string): void {
    this.output = (this.output + text).slice(-KEPT_OUTPUT);
  }

  private async ready(child: ChildProcess): Promise<void> {
    for (let tries = START_SECONDS * 20; tries > 0; tries -= 1) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.output}`);
      if (await isOk(`${this.url}/health/ready`)) return;
      await wait(50);
    }
    throw new Error(`The server is not ready after ${START_SECONDS} seconds:\n${this.output}`);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const last = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
    await ended;
    clearTimeout(last);
  }
}

async function isOk(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  await response?.arrayBuffer();
  return response?.ok ?? false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
