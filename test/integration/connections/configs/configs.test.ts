import { AppSettings } from '../../../../src/connections/apps/app-settings.service.js';
import type { ConnectionApp } from '../../../../src/connections/apps/app.types.js';
import { AppsService } from '../../../../src/connections/apps/apps.service.js';
import type { NewConfig } from '../../../../src/connections/configs/config-changes.types.js';
import { ConfigImports } from '../../../../src/connections/configs/config-imports.service.js';
import { ConfigSecrets } from '../../../../src/connections/configs/config-secrets.service.js';
import type { ConnectionConfig } from '../../../../src/connections/configs/config.types.js';
import { ConfigsModule } from '../../../../src/connections/configs/configs.module.js';
import { ConfigsService } from '../../../../src/connections/configs/configs.service.js';
import { ConnectionEvents } from '../../../../src/connections/events/connection-events.service.js';
import { ConnectionsService } from '../../../../src/connections/vault/connections.service.js';
import { VaultModule } from '../../../../src/connections/vault/vault.module.js';
import { Sql } from '../../../../src/database/sql.js';
import { DomainError } from '../../../../src/kernel/domain-error.js';
import type { Realm } from '../../../../src/realms/realm.types.js';
import { type Domain, freshDomain } from '../../../support/domain.js';

const SECRET = 'a-client-secret-of-the-provider';
const INPUT: NewConfig = {
  name: 'Acme',
  linkUrl: 'https://crm.example/authorize',
  tokenUrl: 'https://crm.example/token',
  clientId: 'id-1',
  clientSecret: SECRET,
  connectionLevel: 'realm',
};

let domain: Domain;
let realm: Realm;
let app: ConnectionApp;
let slugs = 0;

const configs = () => domain.get(ConfigsService);
const connections = () => domain.get(ConnectionsService);
const secretOf = async (config: ConnectionConfig) => (await domain.get(ConfigSecrets).open(realm, config))?.value;
const create = (changes: Partial<NewConfig> = {}) => configs().create(realm, app.id, { ...INPUT, ...changes });
const connect = (config: ConnectionConfig) =>
  connections().import(
    realm,
    { config, owner: { kind: 'realm' }, createdBy: null },
    { accessToken: 'an-access-token' },
  );

const refusalOf = async (work: Promise<unknown>): Promise<DomainError> => {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof DomainError) return error;
  throw new Error(`Not refused: ${String(error)}`);
};

beforeAll(async () => {
  domain = await freshDomain({ modules: [ConfigsModule, VaultModule] });
  realm = await domain.realm('acme');
});
beforeEach(async () => {
  app = await domain.get(AppsService).create(realm, { name: 'Acme CRM', slug: `crm-${++slugs}` }, 'console');
});
afterAll(() => domain.close());

describe('a config', () => {
  it('has a callback of its own, by which it is found in whichever realm', async () => {
    const [one, other] = [await create(), await create({ name: 'Other' })];
    expect(one.publicKey).toMatch(/^[\w-]{22}$/);
    expect(one.publicKey).not.toBe(other.publicKey);
    expect(await configs().findByPublicKey(one.publicKey)).toEqual({
      realm: { id: realm.id, name: 'acme' },
      config: one,
    });
    expect(await configs().findByPublicKey('x'.repeat(22))).toBeNull();
    expect(await configs().findByPublicKey("' OR 1=1 --")).toBeNull();
  });

  it('keeps secret and definition sealed, also what somebody typed into a body', async () => {
    const config = await create({ tokenBody: '{"client_secret": "typed-into-the-body", "code": "{{auth_code}}"}' });
    expect(config.clientSecret).toEqual({ set: true });
    expect(await secretOf(config)).toBe(SECRET);
    const rows = await domain.get(Sql).query('SELECT * FROM connection_config_versions');
    expect(JSON.stringify(rows)).not.toMatch(/typed-into|a-client-secret|crm\.example\/token/);
  });

  it('writes paths as RFC 9535 does', async () => {
    const config = await create();
    const paths = { ...config.paths, accessToken: 'data[0].token', refreshToken: '.refresh' };
    const changed = await configs().update(realm, config.id, { paths });
    expect(changed.paths).toMatchObject({ accessToken: '$.data[0].token', refreshToken: '$.refresh' });
  });

  it.each<[Partial<NewConfig>, string, string]>([
    [{ tokenBody: '{"code": "{{auth_code}"}' }, 'invalid_template', 'tokenBody'],
    [{ tokenBody: '{"code": "{{no_such_setting}}"}' }, 'invalid', 'tokenBody'],
    [{ metaMap: { all: '$.*' } }, 'invalid_path', 'metaMap.all'],
    [{ tokenUrl: 'http://crm.example/token' }, 'invalid', 'tokenUrl'],
    [{ tokenUrl: 'https://169.254.169.254/token' }, 'invalid', 'tokenUrl'],
    [{ tokenUrl: 'https://[::1]/token' }, 'invalid', 'tokenUrl'],
    [{ linkUrl: 'https://crm.example/?client_secret={{client_secret}}' }, 'invalid', 'linkUrl'],
    [{ linkUrl: '' }, 'invalid', 'linkUrl'],
    [{ multi: 'several' as 'many' }, 'invalid', 'multi'],
    [{ expiry: { strategy: 'default_ttl' } }, 'invalid', 'expiry.defaultTtlSeconds'],
    [{ preset: 'no-such-preset' }, 'invalid', 'preset'],
    [{ name: '' }, 'invalid', 'name'],
  ])('%j is refused as %s: %s', async (changes, code, field) => {
    const refusal = await refusalOf(create(changes));
    expect([refusal.code, ...new Set(refusal.fields.map((one) => one.field))]).toEqual([code, field]);
  });

  it('begins with its preset', async () => {
    const config = await configs().create(realm, app.id, { name: 'GitHub', preset: 'github', clientId: 'id-1' });
    expect(config).toMatchObject({ preset: 'github', tokenUrl: 'https://github.com/login/oauth/access_token' });
  });

  it('an app has ten at most', async () => {
    for (let made = 0; made < 10; made++) await create({ name: `n-${made}` });
    expect((await refusalOf(create())).code).toBe('conflict');
  });
});

describe('a change of a config', () => {
  it('makes a version; the former one stays readable, with its own secret', async () => {
    const first = await create();
    const second = await configs().update(
      realm,
      first.id,
      { scopes: ['read'], clientSecret: 'another-secret' },
      { ifVersion: 1 },
    );
    expect(second.version).toBe(2);
    const former = await configs().version(realm, first.id, 1);
    expect(former.scopes).toEqual([]);
    expect([await secretOf(former), await secretOf(second)]).toEqual([SECRET, 'another-secret']);
    const third = await configs().update(realm, first.id, { name: 'Renamed' });
    expect(await secretOf(third)).toBe('another-secret');
    expect((await configs().version(realm, first.id, 1)).name).toBe('Renamed');
    expect((await refusalOf(configs().update(realm, first.id, {}, { ifVersion: 1 }))).code).toBe('stale');
  });

  it('takes its connections along, unless it speaks as another client', async () => {
    const config = await create();
    const { id } = await connect(config);
    await configs().update(realm, config.id, { clientSecret: 'rotated-client-secret' });
    expect((await connections().get(realm, id)).configVersion).toBe(2);
    await configs().update(realm, config.id, { clientId: 'id-2', clientSecret: 'of-the-other-client' });
    expect(await connections().get(realm, id)).toMatchObject({ configVersion: 2, status: 'active' });
  });

  it('to a host that never saw a token needs a confirmation, and its connections stop until they are made anew', async () => {
    const config = await create();
    const connected = await connect(config);
    const change = { tokenUrl: 'https://elsewhere.example/token', clientSecret: 'entered-once-more' };
    const refusal = await refusalOf(configs().update(realm, config.id, change));
    expect(refusal.code).toBe('confirmation_required');
    expect(refusal.extensions).toEqual({ hosts: ['elsewhere.example'], connections: 1 });
    expect((await connections().get(realm, connected.id)).status).toBe('active');
    await configs().update(realm, config.id, change, { confirm: true });
    expect(await connections().get(realm, connected.id)).toMatchObject({
      status: 'needs_reauth',
      statusReason: 'host_changed',
      configVersion: 1,
    });
    const { items } = await domain.get(ConnectionEvents).list(realm, { connectionId: connected.id }, { limit: 10 });
    const told = items.find(({ type }) => type === 'connection.needs_reauth');
    expect(told?.detail).toEqual({ reason: 'host_changed' });
  });

  it('to another host needs the secret to be entered again: the vault gives it to no host that never had it', async () => {
    const config = await create();
    const change = { tokenUrl: 'https://elsewhere.example/token' };
    const refusal = await refusalOf(configs().update(realm, config.id, change, { confirm: true }));
    expect(refusal.code).toBe('invalid');
    expect(refusal.fields.map(({ field }) => field)).toEqual(['clientSecret']);
    await configs().update(realm, config.id, { ...change, clientSecret: null });
    expect((await configs().get(realm, config.id)).clientSecret).toEqual({ set: false });
  });

  it('to another host leaves a connection that was switched off dead when it is switched on', async () => {
    const config = await create();
    const connected = await connect(config);
    const off = await connections().disable(realm, connected, {});
    const change = { tokenUrl: 'https://elsewhere.example/token', clientSecret: 'entered-once-more' };
    await configs().update(realm, config.id, change, { confirm: true });
    expect((await connections().enable(realm, await connections().get(realm, off.id))).status).toBe('needs_reauth');
  });

  it('of its health is told once each way', async () => {
    const config = await create();
    for (const code of ['invalid_client', 'invalid_client']) await configs().markUnhealthy(realm, config, code);
    expect((await configs().get(realm, config.id)).status).toBe('unhealthy');
    for (let times = 0; times < 2; times++) await configs().markHealthy(realm, config);
    expect((await configs().get(realm, config.id)).status).toBe('active');
    const { items } = await domain.get(ConnectionEvents).list(realm, { configId: config.id }, { limit: 10 });
    expect(items.map(({ type }) => type).sort()).toEqual(['oauth_config.recovered', 'oauth_config.unhealthy']);
  });
});

describe('a deletion', () => {
  it('of a config or its app waits until nobody is connected', async () => {
    const config = await create();
    const connected = await connect(config);
    expect((await refusalOf(configs().delete(realm, config.id))).code).toBe('conflict');
    expect((await refusalOf(domain.get(AppsService).delete(realm, app.id))).code).toBe('conflict');
    await connections().disconnect(realm, connected, { revoke: 'never' }, {});
    await domain.get(AppsService).delete(realm, app.id);
    expect(await configs().find(realm, config.id)).toBeNull();
  });

  it('waits until the provider has been told of the tokens that ended', async () => {
    const request = { method: 'POST', headers: {}, body: null, bodyFormat: 'form' } as const;
    const config = await create({ revoke: { ...request, url: 'https://crm.example/revoke' } });
    await connections().disconnect(realm, await connect(config), { revoke: 'auto' }, {});
    expect((await refusalOf(configs().delete(realm, config.id))).code).toBe('conflict');
    expect((await refusalOf(domain.get(AppsService).delete(realm, app.id))).code).toBe('conflict');
    await domain.get(Sql).execute('DELETE FROM connection_revocations');
    await configs().delete(realm, config.id);
  });
});

describe('an import', () => {
  const pasted = {
    'Config name': 'Acme CRM',
    'Link url': 'https://crm.example/authorize?client_id={{client_id}}',
    'Token url': 'https://crm.example/token',
    'Request body': '{"code": "{{auth_code}}", "client_id": {{client_id}}, "client_secret": {{client_secret}}}',
    'Access token variable name': 'access_token',
    'Logo url': 'https://crm.example/logo.png',
  };

  it('makes the config, the settings that it needs, and gives the app its logo; a dry run makes nothing', async () => {
    const tried = await domain.get(ConfigImports).import(realm, app.id, pasted, { dryRun: true });
    expect(tried.config).toBeNull();
    expect(await domain.get(AppSettings).ofApp(realm, app.id)).toEqual([]);
    const { config } = await domain.get(ConfigImports).import(realm, app.id, pasted);
    expect(config).toMatchObject({ name: 'Acme CRM', status: 'disabled', bodyFormat: 'json', connectionLevel: 'user' });
    const settings = await domain.get(AppSettings).ofApp(realm, app.id);
    expect(settings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['client_id', 'client_secret', 'access_token']),
    );
    expect((await domain.get(AppsService).get(realm, app.id)).logoSourceUrl).toBe('https://crm.example/logo.png');
  });

  it('with an error makes nothing', async () => {
    const bad = { ...pasted, 'Token url': 'http://crm.example/token' };
    expect((await refusalOf(domain.get(ConfigImports).import(realm, app.id, bad))).code).toBe('invalid');
    expect(await domain.get(AppSettings).ofApp(realm, app.id)).toEqual([]);
  });
});
