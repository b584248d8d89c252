import { AppsService } from '../../src/connections/apps/apps.service.js';
import type { ConfigChanges } from '../../src/connections/configs/config-changes.types.js';
import type { ConnectionConfig } from '../../src/connections/configs/config.types.js';
import { ConfigsService } from '../../src/connections/configs/configs.service.js';
import type { Connection, NewConnection } from '../../src/connections/vault/connection.types.js';
import { ConnectionTokens } from '../../src/connections/vault/connection-tokens.service.js';
import { ConnectionsService } from '../../src/connections/vault/connections.service.js';
import type { TokenSet } from '../../src/connections/vault/token.types.js';
import { VaultModule } from '../../src/connections/vault/vault.module.js';
import { Sql } from '../../src/database/sql.js';
import { Ids, idToBytes } from '../../src/kernel/ids.js';
import type { Realm } from '../../src/realms/realm.types.js';
import { RealmsService } from '../../src/realms/realms.service.js';
import { freshDomain, openDomain, type Domain } from './domain.js';
import { SuiteProvider } from './providers/suite-provider.js';
import { TestClock } from './test-clock.js';

/** Time as it passes, for nodes that live in several processes. */
export class PassingClock extends TestClock {
  override now(): number {
    return Date.now();
  }
}

/** Quick enough for a test, and as far apart as they have to be. */
export const QUICK = { CONN_HTTP_TIMEOUT_MS: '1500', CONN_LEASE_SECONDS: '4' };

/** A realm whose vault holds connections to the provider of the suite. */
export class VaultHouse {
  private constructor(
    readonly domain: Domain,
    readonly provider: SuiteProvider,
    readonly realm: Realm,
    readonly config: ConnectionConfig,
  ) {}

  /** On a database of its own. */
  static async open(
    options: { config?: ConfigChanges; env?: Record<string, string>; clock?: TestClock } = {},
  ): Promise<VaultHouse> {
    const provider = await SuiteProvider.open();
    const env = vaultEnvironment(provider.authority, options.env);
    const domain = await freshDomain({ modules: [VaultModule], env, clock: options.clock });
    const realm = await domain.realm('acme');
    const app = await domain.get(AppsService).create(realm, { name: 'Suite', status: 'published' }, null);
    const configs = domain.get(ConfigsService);
    const config = await configs.create(realm, app.id, { ...configOf(provider), ...options.config });
    return new VaultHouse(domain, provider, realm, config);
  }

  get tokens(): ConnectionTokens {
    return this.domain.get(ConnectionTokens);
  }

  get connections(): ConnectionsService {
    return this.domain.get(ConnectionsService);
  }

  get sql(): Sql {
    return this.domain.get(Sql);
  }

  /** Of a user of its own unless told otherwise, with tokens that the provider knows; they expire in an hour. */
  async connect(
    wanted: Partial<NewConnection> = {},
    tokens: Partial<TokenSet> = {},
    config: ConnectionConfig = this.config,
  ): Promise<Connection> {
    const planted = this.provider.grant();
    const owner = { kind: 'user', userId: this.domain.get(Ids).next() } as const;
    const usual = { config, owner, createdBy: null };
    return this.connections.create(this.realm, { ...usual, ...wanted }, this.tokenSet({ ...planted, ...tokens }));
  }

  /** Another config of the same app at the same provider. */
  async anotherConfig(changes: ConfigChanges): Promise<ConnectionConfig> {
    const usual = { ...configOf(this.provider), name: `Suite ${Math.random()}` };
    return this.domain.get(ConfigsService).create(this.realm, this.config.appId, { ...usual, ...changes });
  }

  tokenSet(tokens: Partial<TokenSet> & Pick<TokenSet, 'accessToken' | 'refreshToken'>): TokenSet {
    const { accessToken, refreshToken, ...others } = tokens;
    return {
      accessToken,
      refreshToken,
      expiresAt: this.domain.clock.now() + 3600_000,
      refreshExpiresAt: null,
      scopes: null,
      tokenType: 'Bearer',
      meta: {},
      accountId: null,
      accountLabel: null,
      raw: '{}',
      ...(others as Partial<TokenSet>),
    };
  }

  async find(connection: Connection): Promise<Connection> {
    return this.connections.get(this.realm, connection.id);
  }

  /** How often the provider was asked for a refresh. */
  get refreshes(): number {
    return this.provider.tokenCalls('refresh_token').length;
  }

  /** Types of the events of a connection, oldest first. */
  async events(connection: Connection): Promise<string[]> {
    const statement = 'SELECT type FROM connection_events WHERE connectionId = ? ORDER BY id';
    const rows = await this.sql.query<{ type: string }>(statement, [idToBytes(connection.id)]);
    return rows.map(({ type }) => type);
  }

  /** A row of `connection_secrets` as it lies there. */
  async secretRow(connection: Connection): Promise<Record<string, unknown>> {
    const statement = 'SELECT * FROM connection_secrets WHERE connectionId = ?';
    const [row] = await this.sql.query<Record<string, unknown>>(statement, [idToBytes(connection.id)]);
    return row ?? {};
  }

  async close(): Promise<void> {
    await this.domain.close();
    await this.provider.close();
  }
}

export const vaultEnvironment = (authority: string, env: Record<string, string> = {}): Record<string, string> => ({
  EGRESS_ALLOW: authority,
  CONN_SWEEP_SECONDS: '86400',
  ...env,
});

/** Another node on the same database. */
export async function anotherVault(
  url: string,
  env: Record<string, string>,
  clock: TestClock = new PassingClock(),
): Promise<{ domain: Domain; realm: Realm }> {
  const domain = await openDomain({ url, env, clock, modules: [VaultModule] });
  return { domain, realm: await domain.get(RealmsService).get('acme') };
}

function configOf({ url, client }: SuiteProvider) {
  const request = { method: 'POST', headers: {}, bodyFormat: 'form' } as const;
  const body = '{"token": "{{access_token}}"}';
  return {
    name: 'Suite',
    linkUrl: `${url}/authorize?response_type=code`,
    tokenUrl: `${url}/token`,
    clientId: client.clientId,
    clientSecret: client.secret,
    scopes: ['read'],
    connectionLevel: 'user' as const,
    multi: 'many' as const,
    revoke: { ...request, url: `${url}/revoke`, body },
    introspect: { ...request, url: `${url}/introspect`, body },
    testRequest: { method: 'GET', url: `${url}/account`, headers: {}, body: null, bodyFormat: 'form' as const },
  };
}
