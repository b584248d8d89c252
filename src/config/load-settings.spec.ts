import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadPublicUrl, loadSettings, SettingsError } from './load-settings.js';

const KEY = Buffer.alloc(32, 1).toString('base64');
const folder = (): string => mkdtempSync(join(tmpdir(), 'settings-'));
const load = (env: Record<string, string>, cwd = folder()) => loadSettings({ MASTER_KEY: KEY, ...env }, { cwd });

function problemsOf(env: Record<string, string>, cwd?: string): readonly string[] {
  try {
    load(env, cwd);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  DEFAULT_REALM_KEY: 'a key of our own',
};

describe('loading the settings', () => {
  it('takes the defaults of an empty environment', () => {
    const settings = load({});
    expect(settings).toMatchObject({
      nodeEnv: 'development',
      isProduction: false,
      port: 3000,
      publicUrl: 'http://localhost:3000',
      databaseUrl: 'sqlite:data/realmgate.sqlite',
      defaultRealmKey: 'onesaitplatform',
      defaultTokenValiditySeconds: 43200,
      bootstrapAdminClientId: 'realmgate-admin',
      docs: 'on',
      trustProxy: [],
    });
    expect(settings.bootstrapAdminClientSecret).toBeUndefined();
    expect(settings.metricsToken).toBeUndefined();
  });

  it('lists every problem in one message, each once and by its name', () => {
    const problems = problemsOf({
      PORT: '70000',
      PUBLIC_URL: 'https://id.example.com/auth',
      MASTER_KEY: 'short',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: '10.0.0.0/99',
      DATABASE_URL: 'postgres://x',
      ALLOW_HTTP: 'yes',
    });
    const names = problems.map((problem) => problem.split(' ')[0]).sort();
    expect(names).toEqual([
      'ALLOW_HTTP',
      'DATABASE_URL',
      'LOG_LEVEL',
      'MASTER_KEY',
      'PORT',
      'PUBLIC_URL',
      'TRUST_PROXY',
    ]);
  });

  it('req 27: shows no value of a secret', () => {
    const secrets = {
      MASTER_KEY: 'master-value',
      DATABASE_URL: 'mysql://root:database-value@',
      DEFAULT_REALM_KEY: 'key',
      METRICS_TOKEN: 'metrics value',
      BOOTSTRAP_ADMIN_CLIENT_SECRET: 'client-value',
    };
    const problems = problemsOf(secrets);
    expect(problems).toHaveLength(Object.keys(secrets).length);
    for (const value of Object.values(secrets))
      expect(problems.join('\n')).not.toContain(value === 'key' ? '"key"' : value);
  });

  it('reads .env, and lets the environment win over it, even when empty', () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), 'PORT=4000\nHOST=0.0.0.0\nLOG_LEVEL=debug\n# PRUNE_INTERVAL_SECONDS=5\n');
    expect(load({ HOST: '127.0.0.1', LOG_LEVEL: '' }, cwd)).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      logLevel: 'info',
    });
  });

  it('cannot be changed once loaded', () => {
    const settings = load({ TRUST_PROXY: '10.0.0.1' });
    expect(() => Object.assign(settings, { port: 1 })).toThrow(TypeError);
    expect(() => (settings.trustProxy as string[]).push('0.0.0.0/1')).toThrow(TypeError);
  });
});

describe('PUBLIC_URL', () => {
  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]'])('may be %s', (text) => {
    expect(load({ PUBLIC_URL: text }).publicUrl).toBe(text);
  });

  it.each(['http://id.example.com', 'http://localhost.example.com'])('%s needs ALLOW_HTTP', (text) => {
    expect(problemsOf({ PUBLIC_URL: text })).toHaveLength(1);
    expect(load({ PUBLIC_URL: text, ALLOW_HTTP: 'true' }).publicUrl).toBe(text);
  });
});

describe('the URL for who only talks to the server', () => {
  it('follows PORT and PUBLIC_URL, also those of .env, and makes no key', () => {
    const cwd = folder();
    expect(loadPublicUrl({}, { cwd })).toBe('http://localhost:3000');
    writeFileSync(join(cwd, '.env'), 'PORT=4000\n');
    expect(loadPublicUrl({}, { cwd })).toBe('http://localhost:4000');
    expect(loadPublicUrl({ PUBLIC_URL: 'https://id.example.com/' }, { cwd })).toBe('https://id.example.com');
    expect(() => statSync(join(cwd, 'data'))).toThrow();
  });

  it('is stopped by its own settings alone', () => {
    expect(loadPublicUrl({ LOG_LEVEL: 'loud', NODE_ENV: 'production' }, { cwd: folder() })).toBe(
      'http://localhost:3000',
    );
    expect(() => loadPublicUrl({ PORT: 'many', LOG_LEVEL: 'loud' }, { cwd: folder() })).toThrow(
      new SettingsError(['PORT must be a whole number. It is "many".']),
    );
  });
});

describe('MASTER_KEY', () => {
  it('is made once outside production, kept for its owner alone, and warned of', () => {
    const cwd = folder();
    const [first, second] = [loadSettings({}, { cwd }), loadSettings({}, { cwd })];
    expect(first.masterKeys).toEqual(second.masterKeys);
    expect(first.warnings.join()).toContain('MASTER_KEY');
    const file = join(cwd, 'data', 'master.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toEqual(first.masterKeys[0]?.key);
  });

  it('is not made while another setting is wrong, nor in production', () => {
    const cwd = folder();
    expect(() => loadSettings({ PORT: 'x' }, { cwd })).toThrow(SettingsError);
    expect(() => loadSettings(PRODUCTION, { cwd })).toThrow(/MASTER_KEY must be set in production/);
    expect(() => statSync(join(cwd, 'data'))).toThrow();
  });

  it('is refused when its file holds something else', () => {
    const cwd = folder();
    loadSettings({}, { cwd });
    writeFileSync(join(cwd, 'data', 'master.key'), 'nonsense');
    expect(() => loadSettings({}, { cwd })).toThrow(/data\/master\.key cannot be used/);
  });
});

describe('production', () => {
  it('starts with a key, a realm key and a URL of its own', () => {
    expect(load(PRODUCTION)).toMatchObject({ isProduction: true, warnings: [] });
  });

  it('warns when nobody else can reach the URL that it gives out', () => {
    expect(load({ ...PRODUCTION, PUBLIC_URL: '' }).warnings).toEqual([expect.stringMatching(/^PUBLIC_URL is not set/)]);
    expect(load({}).warnings).toEqual([]);
  });

  it('refuses the well-known realm key in one line that says what to set', () => {
    expect(problemsOf({ ...PRODUCTION, DEFAULT_REALM_KEY: '' })).toEqual([
      'DEFAULT_REALM_KEY must be set to a key of your own in production (or set ALLOW_WELL_KNOWN_REALM_KEY=true).',
    ]);
    expect(problemsOf({ ...PRODUCTION, DEFAULT_REALM_KEY: '', ALLOW_WELL_KNOWN_REALM_KEY: 'true' })).toEqual([]);
  });
});

it.each([
  ['has the form of a UUID', '0190163D-8694-739B-AEA5-966C26F8AD91'],
  ["is that of the realm's own client", 'master'],
])('refuses an administrator whose id %s', (_what, id) => {
  expect(problemsOf({ BOOTSTRAP_ADMIN_CLIENT_ID: id })).toEqual([
    expect.stringMatching(/^BOOTSTRAP_ADMIN_CLIENT_ID must not /),
  ]);
});

it('CONN_LEASE_SECONDS is more than twice CONN_HTTP_TIMEOUT_MS', () => {
  expect(problemsOf({ CONN_LEASE_SECONDS: '40' })).toEqual([
    expect.stringMatching(/^CONN_LEASE_SECONDS must be more than twice CONN_HTTP_TIMEOUT_MS/),
  ]);
  expect(problemsOf({ CONN_LEASE_SECONDS: '4', CONN_HTTP_TIMEOUT_MS: '1999' })).toEqual([]);
});

it('CONN_BACKOFF_MOST_SECONDS is not less than CONN_BACKOFF_FIRST_SECONDS', () => {
  expect(problemsOf({ CONN_BACKOFF_FIRST_SECONDS: '60', CONN_BACKOFF_MOST_SECONDS: '59' })).toEqual([
    expect.stringMatching(/^CONN_BACKOFF_MOST_SECONDS must not be less/),
  ]);
  expect(problemsOf({ CONN_BACKOFF_FIRST_SECONDS: '60', CONN_BACKOFF_MOST_SECONDS: '60' })).toEqual([]);
});

it.each([
  ['CONN_STATE_MINUTES', 61],
  ['CONN_PARKED_MINUTES', 11],
  ['CONN_STARTS_PER_HOUR', 100_001],
  ['CONN_CONFIGS_PER_APP', 101],
  ['CONN_CONNECTIONS_PER_OWNER', 101],
  ['CONN_HTTP_CONNECT_TIMEOUT_MS', 60_001],
  ['CONN_TOKEN_ANSWER_KIB', 4097],
  ['CONN_REFRESH_INTERVAL_SECONDS', 3601],
  ['CONN_BACKOFF_FIRST_SECONDS', 3601],
  ['CONN_BACKOFF_MOST_SECONDS', 86_401],
  ['CONN_SWEEP_ROWS', 5001],
  ['CONN_SWEEP_REQUESTS_PER_SECOND', 1001],
  ['CONN_TOMBSTONE_DAYS', 3651],
  ['CONN_HISTORY_DAYS', 3651],
  ['CONN_KEY_ROTATION_DAYS', 3651],
  ['CONN_KEY_ROTATION_SEALS', 4_294_967_297],
  ['CONN_CALLS_PER_MINUTE', 1_000_001],
  ['CONN_REALM_CALLS_PER_MINUTE', 10_000_001],
  ['CONN_PROXY_BODY_MIB', 1025],
  ['CONN_PROXY_SECONDS', 601],
])('%s is a number from 1 to less than %d', (name, tooMany) => {
  for (const value of ['0', String(tooMany), '1.5', 'many'])
    expect(problemsOf({ [name]: value }).filter((problem) => problem.startsWith(name)).length).toBeGreaterThan(0);
});
