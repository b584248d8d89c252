import { randomBytes } from 'node:crypto';
import { RevocationSender } from '../../../src/connections/vault/revocation-sender.service.js';
import { Sql } from '../../../src/database/sql.js';
import { onMariaDb } from '../../support/database.js';
import { FAULTS } from '../../support/providers/provider-answer.js';
import { fieldsOf } from '../../support/providers/provider-call.js';
import { SuiteProvider } from '../../support/providers/suite-provider.js';
import { accountAt, suiteConfig, Vault } from './support.js';

const planted = (name: string): string => `planted-${name}-${randomBytes(12).toString('hex')}`;

const CLIENT_SECRET = planted('client-secret');
const REALM_SETTING = planted('setting-of-the-realm');
const USER_SETTING = planted('setting-of-the-user');
const IMPORTED = planted('imported-token');
const LITERAL = planted('literal-in-a-body');

/** A value as somebody might have written it down without noticing. */
const spellings = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  JSON.stringify(secret).slice(1, -1),
];

/** Every row of every table, as text; bytes in each of the ways in which they could hold text. */
async function everyRow(vault: Vault): Promise<{ table: string; text: string }[]> {
  const sql = vault.server.get(Sql);
  const names = await sql.query<Record<string, string>>(
    onMariaDb ? 'SHOW TABLES' : "SELECT name FROM sqlite_master WHERE type = 'table'",
  );
  const shown = (value: unknown): unknown =>
    Buffer.isBuffer(value) ? [value.toString('latin1'), value.toString('base64'), value.toString('hex')] : value;
  const dumps = names.map(async (row) => {
    const table = Object.values(row)[0] ?? '';
    const rows = await sql.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    return { table, text: JSON.stringify(rows.map((each) => Object.values(each).map(shown))) };
  });
  return Promise.all(dumps);
}

describe('planted secrets', () => {
  let provider: SuiteProvider;
  let vault: Vault;

  /** A life of a connection with all that can go wrong: each answer is kept. */
  const live = async (): Promise<void> => {
    const app = await vault.app({ slug: 'secrets' });
    for (const [name, level] of [
      ['team_key', 'realm'],
      ['own_key', 'user'],
    ] as const) {
      const prompt = level === 'realm' ? 'install' : 'use';
      await vault.managed('POST', `/apps/${app}/settings`, { name, level, kind: 'secret', required: true, prompt });
    }
    const config = await vault.config(
      suiteConfig(provider, {
        tokenHeaders: { 'X-Team': '{{settings.team_key}}', 'X-Own': '{{settings.own_key}}' },
        introspect: {
          ...accountAt(`${provider.url}/introspect`),
          method: 'POST',
          body: `{"token": {{access_token}}, "api_key": "${LITERAL}"}`,
        },
        rejectedWhen: { statuses: [401] },
      }),
      app,
    );
    const { id: installation } = await vault.managed('POST', `/apps/${app}/install`, {
      values: { team_key: REALM_SETTING },
    });
    const id = await vault.connect(config.id, provider, { fields: { 'settings.own_key': USER_SETTING } });
    await vault.proxy(id, `things?access_token=${planted('not-ours')}`);
    await refreshAndFail(id);
    await vault.manage('GET', `/installations/${String(installation)}/settings`);
    await vault.manage('POST', `/oauth-configs/${config.id}/preview`, {});
    await vault.manage('POST', `/${id}/test`);
    await vault.manage('POST', '/import', { config: config.id, userId: vault.user.id, accessToken: IMPORTED });
    await vault.call(`/${id}`, { method: 'DELETE' });
    await vault.server.get(RevocationSender).retry();
    for (const path of ['', '/apps', `/apps/${app}/oauth-configs`, `/${id}`, `/${id}/events`])
      await vault.manage('GET', path);
    await vault.admin('GET', `/realms/${vault.realm.name}/audit-events?limit=200`);
  };

  /** The provider repeats in its errors what it was sent. */
  const refreshAndFail = async (id: string): Promise<void> => {
    const grant = provider.grants.all[0];
    const body = { error: 'server_error', error_description: `${CLIENT_SECRET} ${grant?.refreshToken ?? ''}` };
    const echo = { kind: 'answer', status: 500, body } as const;
    vault.server.advance(7200);
    for (const fault of [FAULTS.dropped, echo, { ...echo, status: 400 }, FAULTS.page, { ...echo, status: 200 }]) {
      provider.fail('token', fault, 2);
      await vault.proxy(id, 'things');
      vault.server.advance(3600);
      provider.forgetFaults();
    }
    provider.fail('api', { ...echo, status: 401 });
    await vault.proxy(id, 'things');
    provider.forgetFaults();
    provider.fail('token', FAULTS.invalidClient);
    vault.server.advance(7200);
    await vault.proxy(id, 'things');
    vault.server.advance(7200);
    await vault.proxy(id, 'things');
  };

  beforeAll(async () => {
    provider = await SuiteProvider.open({ secret: CLIENT_SECRET });
    vault = await Vault.open([provider], { LOG_LEVEL: 'debug' });
    await live();
  });
  afterAll(async () => {
    await vault.close();
    await provider.close();
  });

  const all = (): string[] => [
    ...[CLIENT_SECRET, REALM_SETTING, USER_SETTING, IMPORTED, LITERAL],
    ...provider.grants.secrets,
    ...provider.callsOf('authorize').map((call) => fieldsOf(call)['state'] ?? 'none'),
    ...provider.callsOf('token').flatMap((call) => fieldsOf(call)['code_verifier'] ?? []),
  ];

  const foundIn = (text: string): string[] =>
    all().filter((secret) => spellings(secret).some((spelling) => text.includes(spelling)));

  it('were all there to be found', () => {
    expect(provider.callsOf('token').length).toBeGreaterThan(3);
    expect(provider.callsOf('token')[0]?.headers).toMatchObject({ 'x-team': REALM_SETTING, 'x-own': USER_SETTING });
    expect(all().filter((secret) => secret.length < 20)).toEqual([]);
    expect(vault.server.log.length).toBeGreaterThan(20);
  });

  it('are in no line of the log', () => {
    const lines = vault.server.log.map(({ message, fields }) => `${message} ${shownFields(fields)}`);
    expect(lines.flatMap((line) => foundIn(line).map((secret) => [secret, line]))).toEqual([]);
  });

  it('are in no row of the database', async () => {
    const rows = await everyRow(vault);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.flatMap(({ table, text }) => foundIn(text).map((secret) => [table, secret]))).toEqual([]);
  });

  it('are in no answer, but for what the API itself says and what an administrator wrote into a text', () => {
    const { answers } = vault;
    expect(answers.some(({ text }) => text.includes('provider_error'))).toBe(true);
    const leaks = answers.flatMap(({ path, text }) => foundIn(text).map((secret) => ({ path, secret, text })));
    const unforeseen = leaks.filter(({ path, secret, text }) => {
      const isOfTheApi = path.includes('/proxy/') && text.includes('"server_error"');
      return !isOfTheApi && !(secret === LITERAL && path.endsWith('/oauth-configs'));
    });
    expect(unforeseen).toEqual([]);
  });
});

/** Errors too, which JSON would leave out. */
const shownFields = (fields: Record<string, unknown>): string =>
  JSON.stringify(fields, (_name, value: unknown) =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value,
  );
