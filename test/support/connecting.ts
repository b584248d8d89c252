import { AuditService } from '../../src/audit/audit.service.js';
import { AUDIT_EVENTS, type RecordedEvent } from '../../src/audit/audit.types.js';
import { AppsService } from '../../src/connections/apps/apps.service.js';
import type { AppChanges, ConnectionApp } from '../../src/connections/apps/app.types.js';
import { ConfigsService } from '../../src/connections/configs/configs.service.js';
import { CONFIG_DEFAULTS, STANDARD_PATHS } from '../../src/connections/configs/config.types.js';
import type { NewConfig } from '../../src/connections/configs/config-changes.types.js';
import type { ConnectionConfig } from '../../src/connections/configs/config.types.js';
import type { Connection } from '../../src/connections/vault/connection.types.js';
import { ConnectionsService } from '../../src/connections/vault/connections.service.js';
import { sha256 } from '../../src/kernel/digest.js';
import type { Realm } from '../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from './builders.js';
import { FormBrowser, pageOf, type Arrival } from './form-browser.js';
import { SuiteProvider } from './providers/suite-provider.js';
import { TravellingBrowser } from './providers/travelling-browser.js';
import { basic, bearer, postForm, request, type Answer } from './requests.js';
import { startServer, type TestServer } from './server.js';

export const RETURN_URL = 'https://app.example.com/connected';
const VERIFIER = 'a-verifier-that-only-the-service-has-made-up-of-chance';

let apps = 0;

/** The same place by another name: to browsers it is another site than the server. */
export const otherSite = (url: string): string => url.replace('127.0.0.1', 'localhost');

/** A server, a provider on loopback that it may call, and a realm that connects accounts there. */
export class Connecting {
  private constructor(
    readonly server: TestServer,
    readonly provider: SuiteProvider,
    readonly realm: Realm,
    readonly app: BuiltClient,
    readonly service: BuiltClient,
    readonly user: BuiltUser,
  ) {}

  static async start(): Promise<{ server: TestServer; provider: SuiteProvider }> {
    const provider = await SuiteProvider.open();
    const allowed = ['127.0.0.1', new URL(otherSite(provider.url)).host].join(',');
    return { provider, server: await startServer({ settings: { EGRESS_ALLOW: allowed } }) };
  }

  static async open(server: TestServer, provider: SuiteProvider): Promise<Connecting> {
    const realm = await aRealm(server);
    const redirectUris = [RETURN_URL];
    const app = await aClient(server, realm, { scopes: ['openid', 'conn:self', 'conn:manage'], redirectUris });
    const service = await aClient(server, realm, { scopes: ['conn:connect', 'conn:manage'], redirectUris });
    const user = await aUser(server, realm, { email: `ada-${realm.name}@example.com` });
    return new Connecting(server, provider, realm, app, service, user);
  }

  /** A published app with a config for the provider. */
  async config(changes: Partial<NewConfig> = {}, fields: AppChanges = {}): Promise<ConnectionConfig> {
    const app = await this.aPublishedApp(fields);
    const { url, client } = this.provider;
    return this.server.get(ConfigsService).create(this.realm, app.id, {
      ...CONFIG_DEFAULTS,
      name: app.name,
      linkUrl: `${url}/authorize`,
      tokenUrl: `${url}/token`,
      clientId: client.clientId,
      clientSecret: client.secret,
      scopes: ['read', 'write'],
      testRequest: {
        method: 'GET',
        url: `${url}/account`,
        headers: { authorization: 'Bearer {{access_token}}' },
        body: null,
        bodyFormat: 'json',
      },
      revoke: {
        method: 'POST',
        url: `${url}/revoke`,
        headers: {},
        body: '{"token": "{{refresh_token}}"}',
        bodyFormat: 'form',
      },
      paths: { ...STANDARD_PATHS, accountId: '$.id', accountLabel: '$.name' },
      ...changes,
    });
  }

  async aPublishedApp(fields: AppChanges = {}): Promise<ConnectionApp> {
    const about = { name: `Acme ${++apps}`, slug: `acme-${apps}`, status: 'published', ...fields } as const;
    return this.server.get(AppsService).create(this.realm, about, null);
  }

  browser(): TravellingBrowser {
    return new TravellingBrowser(this.server.url, this.provider.url);
  }

  tabOf(browser: TravellingBrowser): FormBrowser {
    return browser.at(this.server.url);
  }

  async signIn(browser: TravellingBrowser, user: BuiltUser = this.user): Promise<void> {
    await this.tabOf(browser).signIn(`${this.server.issuer(this.realm.name)}/account`, user);
  }

  async tokenOf(user: BuiltUser = this.user, scope = 'conn:self'): Promise<string> {
    const form = { grant_type: 'password', username: user.username, password: user.password, scope };
    return this.token(this.app, form);
  }

  serviceToken(scope = 'conn:connect'): Promise<string> {
    return this.token(this.service, { grant_type: 'client_credentials', scope });
  }

  api(path: string, token: string, method = 'GET', body?: object): Promise<Answer> {
    const headers = { ...bearer(token), ...(body && { 'content-type': 'application/json' }) };
    const url = `${this.server.issuer(this.realm.name)}/connections${path}`;
    return request(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  }

  /** The user asks for a session by an application. */
  async userSession(config: ConnectionConfig, wish: object = {}): Promise<{ id: string; url: string }> {
    const answer = await this.api('/sessions', await this.tokenOf(), 'POST', {
      config: config.id,
      returnUrl: RETURN_URL,
      ...wish,
    });
    return sessionIn(answer);
  }

  /** A service asks for one in the name of the user. */
  async apiSession(
    config: ConnectionConfig,
    wish: object = {},
  ): Promise<{ id: string; url: string; verifier: string }> {
    const completionChallenge = sha256(VERIFIER).toString('base64url');
    const answer = await this.api('/sessions', await this.serviceToken(), 'POST', {
      ...{ config: config.id, userId: this.user.id, returnUrl: RETURN_URL, completionChallenge },
      ...wish,
    });
    return { ...sessionIn(answer), verifier: VERIFIER };
  }

  async complete(id: string, completionVerifier: string, more: object = {}): Promise<Answer> {
    const body = { completionVerifier, ...more };
    return this.api(`/sessions/${id}/complete`, await this.serviceToken(), 'POST', body);
  }

  /** Presses the button that goes on, as far as the provider's answer; the answer itself is not delivered. */
  async outbound(browser: TravellingBrowser, url: string): Promise<URL> {
    const page = pageOf(await this.tabOf(browser).open(url));
    const left = await this.tabOf(browser).submit(page, {}, { button: ['decision', 'allow'] });
    if (left.kind !== 'left') throw new Error(`Not sent to the provider, but shown ${left.status}: ${left.html}`);
    const answer = await request(left.url.href);
    return new URL(answer.headers.get('location') ?? '');
  }

  /** All the way, with the provider's answer. */
  async connect(browser: TravellingBrowser, url: string, fields: Record<string, string> = {}): Promise<Arrival> {
    const page = pageOf(await browser.open(url));
    return browser.submit(page, fields, { button: ['decision', 'allow'] });
  }

  async connections(): Promise<Connection[]> {
    return (await this.server.get(ConnectionsService).list(this.realm, {}, { limit: 50 })).items;
  }

  /** Codes that the provider was asked to exchange. */
  exchanges(): number {
    return this.provider.tokenCalls('authorization_code').length;
  }

  async bindingFailures(): Promise<RecordedEvent[]> {
    const filter = { type: AUDIT_EVENTS.connectBindingFailed };
    return (await this.server.get(AuditService).list(this.realm, filter, { limit: 50 })).items;
  }

  async faults(): Promise<unknown[]> {
    return (await this.bindingFailures()).map(({ detail }) => detail?.['fault']);
  }

  private async token(client: BuiltClient, form: Record<string, string>): Promise<string> {
    const answer = await postForm(`${this.server.issuer(this.realm.name)}/oauth/token`, form, basic(client));
    if (answer.status !== 200) throw new Error(`No token: ${answer.text}`);
    return answer.body['access_token'] as string;
  }
}

function sessionIn(answer: Answer): { id: string; url: string } {
  if (answer.status !== 201) throw new Error(`No session: ${answer.status} ${answer.text}`);
  return { id: answer.body['sessionId'] as string, url: answer.body['connectUrl'] as string };
}
