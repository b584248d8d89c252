import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWhenNeeded } from '../../../scripts/build-when-needed.mjs';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { ServerProcess } from '../../support/server-process.js';

const PROGRAM = join(process.cwd(), 'bin', 'realmgate.mjs');
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const SECRET = 'a secret of the client: 100% +';

/** Sets the clock of the process ahead. */
const TWO_MINUTES_LATER = {
  NODE_OPTIONS: '--import=data:text/javascript,const{now}=Date;Date.now=()=>now()+120_000',
};

interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('the command line', () => {
  let database: FreshDatabase;
  let folder: string;

  beforeAll(async () => {
    buildWhenNeeded();
    database = await freshDatabase();
    folder = mkdtempSync(join(tmpdir(), 'realmgate-cli-'));
  }, 120_000);

  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database?.drop();
  });

  async function realmgate(args: string[], env: Record<string, string> = {}, input = ''): Promise<Result> {
    const settings = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, MASTER_KEY, NODE_ENV: 'test', ...env };
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder, env: settings });
    const read = { out: '', err: '' };
    child.stdout.on('data', (chunk) => (read.out += chunk));
    child.stderr.on('data', (chunk) => (read.err += chunk));
    child.stdin.end(input);
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...read };
  }

  async function json<T>(args: string[], input?: string, env: Record<string, string> = {}): Promise<T> {
    const { code, out, err } = await realmgate([...args, '--json'], env, input);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out) as T;
  }

  it('shows its commands without a database or settings', async () => {
    const { code, out } = await realmgate(['--help'], { DATABASE_URL: 'nonsense' });
    expect(code).toBe(0);
    for (const name of ['start', 'migrate', 'doctor', 'realm', 'client', 'user', 'keys', 'token']) {
      expect(out).toContain(`  ${name}`);
    }
  });

  it('ends with 1 for what it does not know, and says where to look', async () => {
    const err = "error: unknown command 'nonsense'\nSee: realmgate --help\n";
    expect(await realmgate(['nonsense'])).toEqual({ code: 1, out: '', err });
    const option = await realmgate(['realm', 'list', '--nonsense']);
    expect(option.err).toBe("error: unknown option '--nonsense'\nSee: realmgate --help\n");
  });

  it('names every setting that is not valid', async () => {
    const { code, err } = await realmgate(['realm', 'list'], { PORT: 'many', LOG_LEVEL: 'loud' });
    expect(code).toBe(1);
    expect(err).toContain('PORT');
    expect(err).toContain('LOG_LEVEL');
  });

  it('makes the tables once', async () => {
    const { migrations } = await json<{ migrations: string[] }>(['migrate']);
    expect(migrations.length).toBeGreaterThan(0);
    expect(await json(['migrate'])).toEqual({ migrations: [] });
  });

  it('makes a realm, lists it, and refuses a second one of that name in a line', async () => {
    const realm = await json<object>(['realm', 'create', 'shop', '--display-name', 'The shop']);
    expect(realm).toMatchObject({ name: 'shop', displayName: 'The shop', enabled: true, usesDefaultKey: true });
    expect(await json(['realm', 'list'])).toEqual([realm]);
    const again = await realmgate(['realm', 'create', 'shop']);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err.trim().split('\n')).toHaveLength(1);
  });

  it('reads a realm key from standard input', async () => {
    expect(await json(['realm', 'create', 'keyed', '--key-file', '-'], 'a key of its own\n')).toMatchObject({
      usesDefaultKey: false,
    });
  });

  it('makes a client and shows a generated secret, but not one that was given', async () => {
    const made = await json<{ clientSecret: string }>(['client', 'create', 'shop', 'generated']);
    expect(made.clientSecret).toMatch(/^[\w-]{43}$/);
    writeFileSync(join(folder, 'secret'), `${SECRET}\n`);
    const grants = ['--grant', 'client_credentials', '--grant', 'password'];
    const args = ['client', 'create', 'shop', 'orders', ...grants, '--scope', 'profile', '--secret-file', 'secret'];
    const given = await json<object>(args);
    expect(given).toMatchObject({ grantTypes: ['client_credentials', 'password'], scopes: ['profile'] });
    expect(given).not.toHaveProperty('clientSecret');
  });

  it('makes a user and shows a generated password', async () => {
    const args = ['user', 'create', 'shop', 'ada', '--full-name', 'Ada', '--role', 'realm-admin'];
    const { password } = await json<{ password: string }>(args);
    expect(password).toMatch(/^[\w-]{43}$/);
    const weak = await realmgate(['user', 'create', 'shop', 'bob', '--password-file', '-'], {}, 'short\n');
    expect(weak).toMatchObject({ code: 1, out: '' });
    expect(weak.err).toMatch(/^password .*\n$/);
  });

  it('says in a line from when on the keys of a new realm can be rotated', async () => {
    const { code, out, err } = await realmgate(['keys', 'rotate', 'shop']);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^The next keys .* from 2\d{3}-[-:.\dTZ]+ on\.\n$/);
  });

  it('doctor finds nothing wrong with that, and says what is wrong with another master key', async () => {
    const healthy = await realmgate(['doctor']);
    expect(healthy).toMatchObject({ code: 0, err: '' });
    const other = await realmgate(['doctor'], { MASTER_KEY: Buffer.alloc(32, 8).toString('base64') });
    expect(other.code).toBe(1);
    expect(other.out).toMatch(/PROBLEM +keys .*\n.*MASTER_KEY/);
  });

  it('doctor says that a database is out of reach', async () => {
    const { code, out } = await realmgate(['doctor'], { DATABASE_URL: 'mysql://nobody@127.0.0.1:1/nothing' });
    expect(code).toBe(1);
    expect(out).toMatch(/PROBLEM +database .*\n.*DATABASE_URL/);
  });

  it('rotates the keys of a realm', async () => {
    type Rotation = { rotated: boolean; keys: { state: string }[] };
    const { rotated, keys } = await json<Rotation>(['keys', 'rotate', 'shop'], '', TWO_MINUTES_LATER);
    expect(rotated).toBe(true);
    expect(keys.map(({ state }) => state).sort()).toEqual(['active', 'active', 'next', 'next', 'retired', 'retired']);
  });

  describe('with a server', () => {
    let server: ServerProcess;

    beforeAll(async () => {
      server = await ServerProcess.start({ DATABASE_URL: database.url });
    }, 120_000);

    afterAll(() => server?.dispose());

    const token = (...args: string[]): string[] => [
      'token',
      'shop',
      '--url',
      server.url,
      '--client',
      'orders',
      ...args,
    ];

    it('token runs a flow, and is told apart from a refusal by its exit code', async () => {
      const { code, out } = await realmgate(token('--scope', 'profile'), { REALMGATE_CLIENT_SECRET: SECRET });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ token_type: 'Bearer', scope: 'profile' });
      const refused = await realmgate(token('--secret', 'wrong'));
      expect(refused).toEqual({ code: 1, out: '', err: '401 invalid_client: Client authentication failed.\n' });
    });

    it('token follows the settings to the server, and says what it asked when there is none', async () => {
      const args = ['token', 'shop', '--client', 'orders', '--secret-file', 'secret', '--bare'];
      const { code } = await realmgate(args, { PUBLIC_URL: server.url, LOG_LEVEL: 'loud' });
      expect(code).toBe(0);
      const lost = await realmgate(args, { PORT: '1' });
      expect(lost.err).toMatch(/^No answer from http:\/\/localhost:1\/realms\/shop\//);
    });

    it('token reads a password and a refresh token from standard input', async () => {
      const asUser = token(
        '--secret-file',
        'secret',
        '--grant',
        'password',
        '--username',
        'ada',
        '--password-file',
        '-',
      );
      const wrong = await realmgate(asUser, {}, 'not the password\n');
      expect(wrong.err).toMatch(/^400 invalid_grant/);
      const missing = await realmgate(token('--secret-file', 'secret', '--grant', 'refresh_token'));
      expect(missing.err).toBe('The grant refresh_token needs --refresh-token-file.\n');
      const refresh = token('--secret-file', 'secret', '--grant', 'refresh_token', '--refresh-token-file', '-');
      expect((await realmgate(refresh, {}, 'rgr_nonsense\n')).err).toMatch(/^400 /);
      const both = await realmgate(token('--secret-file', '-', '--refresh-token-file', '-'));
      expect(both).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Standard input .*\n$/) });
    });

    it('token prints the access token alone', async () => {
      const { out } = await realmgate(token('--secret-file', 'secret', '--bare'));
      expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    });

    it('what a command made is in the audit record', async () => {
      const admin = { REALMGATE_CLIENT_SECRET: 'bootstrap-secret-of-the-test-server' };
      const scope = ['--scope', 'admin:read', '--bare'];
      const args = ['token', 'master', '--url', server.url, '--client', 'realmgate-admin', ...scope];
      const { out } = await realmgate(args, admin);
      const response = await fetch(`${server.url}/admin/v1/realms/shop/audit-events?limit=200`, {
        headers: { authorization: `Bearer ${out.trim()}` },
      });
      const { items } = (await response.json()) as { items: { type: string; detail: { actor?: string } | null }[] };
      const types = items.filter(({ detail }) => detail?.actor === 'cli').map(({ type }) => type);
      expect(new Set(types)).toEqual(
        new Set(['admin.realm.created', 'admin.client.created', 'admin.user.created', 'admin.keys.rotated']),
      );
    });
  });

  it('req 69: makes a token that registers clients, and shows it once', async () => {
    const { token, uses } = await json<{ token: string; uses: number }>([
      'client',
      'registration-token',
      'master',
      '--uses',
      '3',
      '--expires-in',
      '60',
    ]);
    expect(token).toMatch(/^rgt_[\w-]{43}$/);
    expect(uses).toBe(3);
    expect((await realmgate(['client', 'registration-token', 'master', '--uses', 'many'])).code).toBe(1);
  });
});
