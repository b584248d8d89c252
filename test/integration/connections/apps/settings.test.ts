import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import type { ConnectionApp } from '../../../../src/connections/apps/app.types.js';
import { AppsModule } from '../../../../src/connections/apps/apps.module.js';
import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import { Installations } from '../../../../src/connections/apps/installations.service.js';
import { type EnteredValues, SettingsValues } from '../../../../src/connections/apps/settings-values.service.js';
import { CONFIG_DEFAULTS } from '../../../../src/connections/configs/config.types.js';
import { Sql } from '../../../../src/database/sql.js';
import { DomainError } from '../../../../src/kernel/domain-error.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { UsersService } from '../../../../src/users/users.service.js';
import { type Domain, freshDomain } from '../../../support/domain.js';

const SECRET = 'a-secret "with" \\ all\nsorts of characters';

let domain: Domain;
let realm: Realm;
let app: ConnectionApp;
let userId: string;
let slugs = 0;

const apps = () => domain.get(AppsService);
const settings = () => domain.get(AppSettings);
const values = () => domain.get(SettingsValues);
const installations = () => domain.get(Installations);
const resolved = async (user: string | null): Promise<Record<string, string>> => {
  const { open, secrets } = await values().resolve(realm, { appId: app.id }, user);
  return { ...open, ...Object.fromEntries(Object.entries(secrets).map(([name, { value }]) => [name, value])) };
};
const enter = (user: string | null, entered: EnteredValues): Promise<void> =>
  user === null
    ? values().enter(realm, app.id, entered)
    : values().enterOfUser(realm, app.id, user, entered, ['crm.example']);

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) =>
      error instanceof DomainError ? [error.code, ...error.fields.map((one) => one.field)].join(' ') : String(error),
  );

beforeAll(async () => {
  domain = await freshDomain({ modules: [AppsModule] });
  realm = await domain.realm('acme');
  const user = await domain.get(UsersService).create(realm, { username: 'ada', password: 'a password nobody guesses' });
  userId = user.id;
});
beforeEach(async () => {
  app = await apps().create(realm, { name: 'Acme CRM', slug: `crm-${++slugs}` }, 'console');
});
afterAll(() => domain.close());

describe('apps', () => {
  it('take a slug from their name, and no slug twice', async () => {
    const made = await apps().create(realm, { name: 'Äcme — CRM 2' }, null);
    expect(made.slug).toBe('acme-crm-2');
    expect(await codeOf(apps().create(realm, { name: 'acme crm 2' }, null))).toBe('conflict');
    expect(await codeOf(apps().create(realm, { name: '???' }, null))).toBe('invalid slug');
  });

  it('change under the version that was read', async () => {
    const changed = await apps().update(realm, app.id, { status: 'published' }, 1);
    expect(changed).toMatchObject({ status: 'published', version: 2 });
    expect(await codeOf(apps().update(realm, app.id, { name: 'late' }, 1))).toBe('stale');
  });
});

describe('definitions of settings', () => {
  it.each([
    [{ name: 'redirect_uri', level: 'realm', kind: 'text' }, 'invalid name'],
    [{ name: 'access_token', level: 'user', kind: 'text' }, 'invalid name'],
    [{ name: 'two words', level: 'realm', kind: 'text' }, 'invalid name'],
    [{ name: 'secret', level: 'realm', kind: 'secret', defaultValue: 'x' }, 'invalid defaultValue'],
    [{ name: 'region', level: 'realm', kind: 'choice' }, 'invalid choices'],
    [{ name: 'token', level: 'user', kind: 'slot', required: true }, 'invalid required'],
    [{ name: 'host', level: 'realm', kind: 'text', pattern: '(a+)+' }, 'invalid pattern'],
    [{ name: 'host', level: 'realm', kind: 'url', defaultValue: 'http://insecure.example' }, 'invalid defaultValue'],
    [{ name: 'host', level: 'realm', kind: 'text', prompt: 'use' }, 'invalid prompt'],
  ] as const)('%j is refused: %s', async (input, refusal) => {
    expect(await codeOf(settings().create(realm, app.id, input))).toBe(refusal);
  });

  it('names are unique in an app', async () => {
    await settings().create(realm, app.id, { name: 'client_id', level: 'realm', kind: 'text' });
    expect(await codeOf(settings().create(realm, app.id, { name: 'client_id', level: 'user', kind: 'text' }))).toBe(
      'conflict',
    );
  });

  it('a change of the level erases what was entered', async () => {
    const setting = await settings().create(realm, app.id, { name: 'key', level: 'realm', kind: 'text' });
    await enter(null, { key: 'x' });
    await settings().update(realm, app.id, setting.id, { help: 'Better.' });
    expect(await resolved(null)).toEqual({ key: 'x' });
    await settings().update(realm, app.id, setting.id, { level: 'user' });
    expect(await resolved(userId)).toEqual({});
  });
});

describe('values', () => {
  beforeEach(async () => {
    await settings().create(realm, app.id, { name: 'client_secret', level: 'realm', kind: 'secret', required: true });
    await settings().create(realm, app.id, { name: 'region', level: 'user', kind: 'choice', choices: ['eu', 'us'] });
    await settings().create(realm, app.id, { name: 'team', level: 'user', kind: 'text', defaultValue: 'all' });
    await settings().create(realm, app.id, { name: 'access_token', level: 'user', kind: 'slot' });
  });

  it('of the user come before those of the realm, and those before defaults', async () => {
    expect(await resolved(userId)).toEqual({ team: 'all' });
    await enter(null, { client_secret: SECRET, team: 'ours' });
    expect(await resolved(userId)).toEqual({ client_secret: SECRET, team: 'ours' });
    await enter(userId, { team: 'mine', region: 'eu' });
    expect(await resolved(userId)).toEqual({ client_secret: SECRET, team: 'mine', region: 'eu' });
    expect(await resolved(null)).toEqual({ client_secret: SECRET, team: 'ours' });
    await enter(userId, { team: null });
    expect((await resolved(userId))['team']).toBe('ours');
  });

  it.each([
    [null, { access_token: 'x' }, 'invalid access_token'],
    [null, { unknown: 'x' }, 'invalid unknown'],
    [null, { region: 'mars' }, 'invalid region'],
    ['user', { client_secret: 'x' }, 'invalid client_secret'],
    [null, { client_secret: '' }, 'invalid client_secret'],
  ])('of %s: %j is refused', async (owner, entered, refusal) => {
    expect(await codeOf(enter(owner && userId, entered))).toBe(refusal);
  });

  it('a secret shows no more than its end, and lies sealed', async () => {
    await enter(null, { client_secret: SECRET, team: 'ours' });
    const shown = await values().show(realm, app.id, null);
    expect(shown.find(({ name }) => name === 'client_secret')).toMatchObject({ set: true, value: null, last4: 'ters' });
    expect(shown.find(({ name }) => name === 'team')).toMatchObject({ set: true, value: 'ours', last4: null });
    expect(shown.map(({ name }) => name)).not.toContain('access_token');
    const rows = await domain
      .get(Sql)
      .query<{ sealedValue: string }>('SELECT sealedValue FROM connection_setting_values');
    expect(JSON.stringify(rows)).not.toContain('secret');
  });

  it('a secret is missing where it may not be sent, until the same one is entered for there too', async () => {
    await settings().create(realm, app.id, { name: 'own_key', level: 'user', kind: 'secret', required: true });
    const enterFor = (host: string, own_key: string): Promise<void> =>
      values().enterOfUser(realm, app.id, userId, { own_key }, [host]);
    const isMissingAt = async (host: string): Promise<boolean> => {
      const config = { ...CONFIG_DEFAULTS, appId: app.id, linkUrl: '', tokenUrl: `https://${host}/token` };
      return (await values().missing(realm, config, userId)).some(({ name }) => name === 'own_key');
    };
    const missing = () => Promise.all(['crm.example', 'other.example'].map(isMissingAt));
    expect(await missing()).toEqual([true, true]);
    await enterFor('crm.example', 'a-key');
    expect(await missing()).toEqual([false, true]);
    await enterFor('other.example', 'a-key');
    expect(await missing()).toEqual([false, false]);
    await enterFor('other.example', 'another-key');
    expect(await missing()).toEqual([true, false]);
  });

  it('an installation waits for what the realm has to enter', async () => {
    const installed = await installations().install(realm, app.id, {}, 'console');
    expect(installed.status).toBe('pending_settings');
    expect((await values().missing(realm, { appId: app.id }, null)).map(({ name }) => name)).toEqual(['client_secret']);
    expect((await installations().enter(realm, installed.id, { client_secret: SECRET })).status).toBe('active');
    expect((await installations().enable(realm, installed.id, false)).status).toBe('disabled');
    expect((await installations().enter(realm, installed.id, { client_secret: null })).status).toBe('disabled');
    expect((await installations().enable(realm, installed.id, true)).status).toBe('pending_settings');
    expect(await codeOf(installations().install(realm, app.id, {}, null))).toBe('conflict');
  });

  it('go with the user, and with the app', async () => {
    const { id } = await domain.get(UsersService).create(realm, { username: `eve-${slugs}`, password: 'not guessed' });
    await enter(id, { team: 'mine' });
    await enter(null, { client_secret: SECRET });
    await domain.get(UsersService).delete(realm, `eve-${slugs}`);
    expect((await resolved(id))['team']).toBe('all');
    await apps().delete(realm, app.id);
    expect(await settings().ofApp(realm, app.id)).toEqual([]);
    expect(await resolved(null)).toEqual({});
  });
});
