import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ClientsService } from '../../../src/clients/clients.service.js';
import { KeysService } from '../../../src/keys/keys.service.js';
import { StartUpNotice } from '../../../src/provisioning/start-up-notice.service.js';
import { RealmsService } from '../../../src/realms/realms.service.js';
import { freshDatabase, type FreshDatabase } from '../../support/database.js';
import { basic, postForm } from '../../support/requests.js';
import { ADMIN_SECRET, startServer, type TestServer } from '../../support/server.js';

const run = promisify(execFile);
const PRODUCTION = { NODE_ENV: 'production', DEFAULT_REALM_KEY: 'default-realm-key-of-the-tests' };

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

const start = (settings: Record<string, string> = {}) => startServer({ settings, databaseUrl: database.url });

async function noticeOf(server: TestServer): Promise<string> {
  let text = '';
  await server.get(StartUpNotice).print((part) => (text += part));
  return text;
}

const adminToken = (server: TestServer, secret: string, clientId = 'realmgate-admin') =>
  postForm(
    `${server.issuer('master')}/oauth/token`,
    { grant_type: 'client_credentials', scope: 'admin:read admin:write' },
    basic({ clientId, secret }),
  );

const curlLines = (notice: string): string[] => notice.split('\n').filter((line) => line.includes('curl'));

describe('the first start', () => {
  it('shows a generated secret once, on the terminal and never in the log, and it works', async () => {
    const server = await start({ BOOTSTRAP_ADMIN_CLIENT_SECRET: '' });
    const notice = await noticeOf(server);
    const secret = /client_secret +(\S{43})/.exec(notice)?.[1] ?? '';
    expect((await adminToken(server, secret)).body['scope']).toBe('admin:read admin:write');
    expect(await noticeOf(server)).not.toContain(secret);
    expect(JSON.stringify(server.log)).not.toContain(secret);
    await server.close();
  });

  it('takes the id and the secret of the settings, and shows neither', async () => {
    const server = await start({ BOOTSTRAP_ADMIN_CLIENT_ID: 'chief' });
    expect((await adminToken(server, ADMIN_SECRET, 'chief')).status).toBe(200);
    expect(await noticeOf(server)).not.toContain(ADMIN_SECRET);
    await server.close();
  });

  it('warns of a demo realm in production, and not where there is none', async () => {
    await (await start()).close();
    const server = await start(PRODUCTION);
    const clients = server.get(ClientsService);
    expect(await server.get(StartUpNotice).warnings()).toEqual([
      expect.stringContaining('The realm demo is in this database'),
    ]);
    await clients.update(await server.get(RealmsService).get('demo'), 'demo-app', { enabled: false });
    expect(await server.get(StartUpNotice).warnings()).toEqual([]);
    await server.close();
  });

  it('prints three lines that return a token, introspect it and revoke it when they are pasted', async () => {
    const server = await start();
    const lines = curlLines(await noticeOf(server));
    expect(lines).toHaveLength(3);
    const { stdout } = await run('sh', ['-c', [...lines, lines[1]].join('\n')]);
    const [token = '', active = '', revoked, inactive = ''] = stdout.trim().split('\n');
    expect(token.split('.')).toHaveLength(3);
    expect(JSON.parse(active)).toMatchObject({ active: true, client_id: 'demo-app' });
    expect(revoked).toBe('200');
    expect(JSON.parse(inactive)).toEqual({ active: false });
    await server.close();
  });

  it('makes a demo user who can sign in', async () => {
    const server = await start();
    const form = { grant_type: 'password', username: 'alice', password: 'down-the-rabbit-hole', scope: 'openid' };
    const client = basic({ clientId: 'demo-app', secret: 'demo-app-secret-for-trying-out' });
    expect((await postForm(`${server.issuer('demo')}/oauth/token`, form, client)).status).toBe(200);
    await server.close();
  });

  it('req 80: of several nodes on one empty database makes one set of everything', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    const [server] = servers;
    const { items: realms } = await server.get(RealmsService).list({ limit: 10 });
    expect(realms.map(({ name }) => name).sort()).toEqual(['demo', 'master']);
    for (const realm of realms) {
      expect((await server.get(KeysService).list(realm)).map(({ alg, state }) => `${alg} ${state}`).sort()).toEqual([
        'ES256 active',
        'ES256 next',
        'RS256 active',
        'RS256 next',
      ]);
      expect((await server.get(ClientsService).list(realm, { limit: 10 })).items).toHaveLength(2);
    }
    for (const node of servers) expect((await adminToken(node, ADMIN_SECRET)).status).toBe(200);
    await Promise.all(servers.map((node) => node.close()));
  });
});

describe('later starts', () => {
  it('show the lines for as long as they work, and change nothing', async () => {
    const first = await start({ BOOTSTRAP_ADMIN_CLIENT_SECRET: '' });
    const secret = /client_secret +(\S{43})/.exec(await noticeOf(first))?.[1] ?? '';
    await first.close();
    const second = await start({ BOOTSTRAP_ADMIN_CLIENT_SECRET: 'another-secret-of-the-settings' });
    const notice = await noticeOf(second);
    expect(curlLines(notice)).toHaveLength(3);
    expect(notice).not.toContain('client_secret');
    expect((await adminToken(second, secret)).status).toBe(200);
    expect((await adminToken(second, 'another-secret-of-the-settings')).status).toBe(401);
    const demo = await second.get(RealmsService).get('demo');
    await second.get(ClientsService).delete(demo, 'demo-app');
    expect(await noticeOf(second)).toBe('');
    await second.close();
  });

  it('are quiet in production', async () => {
    await (await start()).close();
    const production = await start(PRODUCTION);
    expect(await noticeOf(production)).toBe('');
    await production.close();
  });
});

describe('the first start in production', () => {
  it('makes no demo and needs no terminal when the secret is set', async () => {
    const server = await start(PRODUCTION);
    expect(await server.get(RealmsService).find('demo')).toBeNull();
    expect((await adminToken(server, ADMIN_SECRET)).status).toBe(200);
    expect(await noticeOf(server)).toBe('');
    await server.close();
  });

  it('refuses, in one line, to generate a secret that nobody would see', async () => {
    process.stdout.isTTY = false;
    await expect(start({ ...PRODUCTION, BOOTSTRAP_ADMIN_CLIENT_SECRET: '' })).rejects.toThrow(
      'BOOTSTRAP_ADMIN_CLIENT_SECRET must be set',
    );
  });
});
