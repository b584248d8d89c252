import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START = join(process.cwd(), 'scripts', 'start.mjs');

interface Started {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  readonly out: () => string;
  readonly err: () => string;
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'realmgate-start-'));

function start(env: Record<string, string>, cwd = folder()): Started {
  const child = spawn(process.execPath, [START], { cwd, env: { PATH: process.env['PATH'], ...env } });
  const text = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => (text.out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text.err += data.toString()));
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, exit, out: () => text.out, err: () => text.err };
}

/** What the log says when it listens; rejects when the process ends before. */
function listening({ child, out, err }: Started): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const [, address] = /"address":"([^"]+)".*The server listens/.exec(out()) ?? [];
      if (address) resolve(address);
    };
    child.stdout?.on('data', look);
    child.on('close', () => reject(new Error(`It ended: ${out()}${err()}`)));
  });
}

function refusingPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

const lines = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .filter((line) => !/^(Building|Built)\b/.test(line));

describe('the process of npm start', () => {
  it('lists every setting that is wrong and ends with 1, without a stack', async () => {
    const started = start({ PORT: 'x', LOG_LEVEL: 'loud', PUBLIC_URL: 'https://id.example.com/auth' });
    expect(await started.exit).toBe(1);
    expect(lines(started.err())).toEqual([
      'The settings are not valid:',
      expect.stringContaining('PORT'),
      expect.stringContaining('PUBLIC_URL'),
      expect.stringContaining('LOG_LEVEL'),
    ]);
  });

  it('refuses production without secrets of its own', async () => {
    const started = start({ NODE_ENV: 'production', PUBLIC_URL: 'https://id.example.com' });
    expect(await started.exit).toBe(1);
    expect(started.err()).toMatch(/MASTER_KEY must be set.*\n.*DEFAULT_REALM_KEY must be set/);
  });

  it('says in one line that the database cannot be reached, and not with which password', async () => {
    const started = start({ DATABASE_URL: `mysql://realmgate:hidden-word@127.0.0.1:${await refusingPort()}/x` });
    expect(await started.exit).toBe(1);
    expect(lines(started.err())).toEqual([expect.stringMatching(/^The database cannot be used/)]);
    expect(started.out() + started.err()).not.toContain('hidden-word');
  });

  it('serves, keeps its data over a restart, and stops on SIGTERM and SIGINT with 0 though a connection is kept alive', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), 'PORT=0\nHOST=127.0.0.1\nSHUTDOWN_TIMEOUT_SECONDS=9\n');
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const started = start({}, cwd);
      const address = await listening(started);
      const ready = await fetch(`${address}/health/ready`, { headers: { connection: 'keep-alive' } });
      expect(await ready.json()).toEqual({ status: 'ok', checks: { database: 'ok', keys: 'ok' } });
      const began = performance.now();
      started.child.kill(signal);
      expect(await started.exit).toBe(0);
      expect(performance.now() - began).toBeLessThan(8_000);
    }
  });

  it('serves the API reference with a policy that lets its own scripts run and no others', async () => {
    const started = start({ PORT: '0', HOST: '127.0.0.1' });
    const page = await fetch(`${await listening(started)}/docs`);
    started.child.kill('SIGTERM');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    expect(await page.text()).not.toMatch(/<script>[^<]/);
    expect(await started.exit).toBe(0);
  });

  it('says which setting is missing when another master key is in place', async () => {
    const cwd = folder();
    const first = start({ PORT: '0', HOST: '127.0.0.1' }, cwd);
    await listening(first);
    first.child.kill('SIGTERM');
    await first.exit;
    const second = start({ PORT: '0', MASTER_KEY: Buffer.alloc(32).toString('base64') }, cwd);
    expect(await second.exit).toBe(1);
    expect(lines(second.err())).toEqual([expect.stringMatching(/^MASTER_KEY does not open/)]);
  });

  it('ends with 1 and the setting to change when its port is in use', async () => {
    const cwd = folder();
    const first = start({ PORT: '0', HOST: '127.0.0.1' }, cwd);
    const { port } = new URL(await listening(first));
    const second = start({ PORT: port, HOST: '127.0.0.1' });
    expect(await second.exit).toBe(1);
    expect(lines(second.err())).toEqual([expect.stringContaining('Set PORT')]);
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
  });
});
