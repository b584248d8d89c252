import { randomBytes } from 'node:crypto';
import { AppsService } from '../../src/connections/apps/apps.service.js';
import type { AppChanges, ConnectionApp } from '../../src/connections/apps/app.types.js';
import type { NewConfig } from '../../src/connections/configs/config-changes.types.js';
import type { ConnectionConfig } from '../../src/connections/configs/config.types.js';
import { ConfigsService } from '../../src/connections/configs/configs.service.js';
import type { Connection, ConnectionOwner } from '../../src/connections/vault/connection.types.js';
import { ConnectionsService } from '../../src/connections/vault/connections.service.js';
import type { TokenSet } from '../../src/connections/vault/token.types.js';
import type { Realm } from '../../src/realms/realm.types.js';
import type { TestServer } from './server.js';
import type { UpstreamApi } from './upstream-api.js';

const HOUR = 3_600_000;

export interface ConnectedApp {
  readonly app: ConnectionApp;
  readonly config: ConnectionConfig;
  /** Links an account without the way to a provider: with tokens that the API has given somehow. */
  connect(owner: ConnectionOwner, tokens?: Partial<TokenSet>): Promise<Connection>;
}

/** A published app with one config, whose API and token endpoint are those on loopback. */
export async function connectedApp(
  server: TestServer,
  realm: Realm,
  api: Pick<UpstreamApi, 'url'>,
  change: Partial<NewConfig> = {},
  fields: AppChanges = {},
): Promise<ConnectedApp> {
  const slug = `crm-${randomBytes(4).toString('hex')}`;
  const about = { name: 'Acme CRM', slug, status: 'published', ...fields } as const;
  const app = await server.get(AppsService).create(realm, about, null);
  const config = await server.get(ConfigsService).create(realm, app.id, {
    name: 'Acme',
    linkUrl: `${api.url}/authorize`,
    tokenUrl: `${api.url}/token`,
    clientId: 'our-id',
    clientSecret: 'our-secret',
    proxy: { baseUrl: `${api.url}/v1`, inject: [], allowedMethods: [], allowedHosts: [] },
    ...change,
  });
  const connect = (owner: ConnectionOwner, tokens: Partial<TokenSet> = {}): Promise<Connection> =>
    server.get(ConnectionsService).create(realm, { config, owner, createdBy: null }, { ...usual(), ...tokens });
  return { app, config, connect };
}

const usual = (): TokenSet => ({
  accessToken: 'upstream-1',
  refreshToken: 'refresh-1',
  expiresAt: Date.now() + HOUR,
  refreshExpiresAt: null,
  scopes: ['read'],
  tokenType: 'Bearer',
  meta: {},
  accountId: null,
  accountLabel: null,
  raw: '{}',
});
