import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { pageOf, type Arrival, type ShownPage } from '../../support/form-browser.js';
import { OAuth } from '../../support/oauth.js';
import { TravellingBrowser } from '../../support/providers/travelling-browser.js';
import { bearer, request, type Answer } from '../../support/requests.js';
import { startServer, type TestServer } from '../../support/server.js';
import { Admin, masterToken } from '../admin/support.js';

type Json = Record<string, unknown>;

const CONN_SCOPES = ['conn:self', 'conn:connect', 'conn:token', 'conn:proxy', 'conn:read', 'conn:manage'];
const USER_SCOPES = 'conn:self conn:proxy conn:token';
const SERVICE_SCOPES = 'conn:connect conn:token conn:proxy conn:read conn:manage';
/** Where the application of the tests has its users come back. */
export const RETURN_URL = 'https://app.acme.example/connected';

/** A provider as configs have to know it. */
export interface KnownProvider {
  readonly url: string;
  readonly authority: string;
}

/** A config as the admin API shows it, as far as tests look at it. */
export interface ShownConfig {
  readonly id: string;
  readonly appId: string;
  readonly callbackUrl: string;
  readonly version: number;
  readonly all: Json;
}

/** A server whose realm connects to providers: an administrator, an application, a service and a user. */
export class Vault {
  /** What the server has answered to {@link manage} and {@link call}. */
  readonly answers: { readonly path: string; readonly text: string }[] = [];

  private constructor(
    readonly server: TestServer,
    readonly realm: Realm,
    readonly client: BuiltClient,
    readonly user: BuiltUser,
  ) {}

  static async open(providers: readonly KnownProvider[], settings: Record<string, string> = {}): Promise<Vault> {
    const allow = providers.map(({ authority }) => authority).join(',');
    return Vault.in(await startServer({ settings: { EGRESS_ALLOW: allow, ...settings } }));
  }

  /** Another realm of a server that runs. */
  static async in(server: TestServer): Promise<Vault> {
    const realm = await aRealm(server, { displayName: 'Acme Energy' });
    const client = await aClient(server, realm, { scopes: CONN_SCOPES, redirectUris: [RETURN_URL] });
    const user = await aUser(server, realm, { username: 'ada', email: 'ada@acme.example' });
    return new Vault(server, realm, client, user);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private get oauth(): OAuth {
    return new OAuth(this.server, this.realm);
  }

  /** @param path of the admin API, below the connections of the realm */
  manage(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.admin(method, `/realms/${this.realm.name}/connections${path}`, body, headers);
  }

  /** @param path below `/admin/v1` */
  async admin(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const admin = new Admin(this.server, await masterToken(this.server));
    return this.kept(path, await admin.send(method, path, body, headers));
  }

  /** The same, of which it is known that it works. */
  async managed(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.manage(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body;
  }

  async app(fields: Json = {}): Promise<string> {
    const app = await this.managed('POST', '/apps', { name: 'Acme CRM', status: 'published', ...fields });
    return String(app['id']);
  }

  /** Of an app of its own unless it is told otherwise. */
  async config(fields: Json, appId?: string): Promise<ShownConfig> {
    const app = appId ?? (await this.app({ slug: `app-${++apps}` }));
    return shownConfig(app, await this.managed('POST', `/apps/${app}/oauth-configs`, fields));
  }

  /** A user's token, or with `null` that of the service. */
  async token(user: BuiltUser | null = this.user, scope?: string): Promise<string> {
    const { body, text } = user
      ? await this.oauth.password(this.client, user, { scope: scope ?? USER_SCOPES })
      : await this.oauth.clientCredentials(this.client, { scope: scope ?? SERVICE_SCOPES });
    if (typeof body['access_token'] !== 'string') throw new Error(`No token: ${text}`);
    return body['access_token'];
  }

  /** @param path below the connections of the realm, as users and services call them */
  async call(path: string, init: RequestInit & { readonly token?: string } = {}): Promise<Answer> {
    const { token = await this.token(), headers, ...rest } = init;
    const url = `${this.server.issuer(this.realm.name)}/connections${path}`;
    const sent = { ...bearer(token), ...(headers as Record<string, string>) };
    return this.kept(path, await request(url, { ...rest, headers: sent }));
  }

  async post(path: string, body: Json, token?: string): Promise<Answer> {
    return this.call(path, {
      method: 'POST',
      token,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  }

  /** Begins a session. @throws Error when it is refused. */
  async begin(configId: string, more: Json = {}, token?: string): Promise<{ sessionId: string; connectUrl: string }> {
    const { status, body, text } = await this.post(
      '/sessions',
      { config: configId, returnUrl: RETURN_URL, ...more },
      token,
    );
    if (status !== 201) throw new Error(`No session: ${status} ${text}`);
    return body as { sessionId: string; connectUrl: string };
  }

  browser(...providers: readonly KnownProvider[]): TravellingBrowser {
    return new TravellingBrowser(this.server.url, ...providers.map(({ url }) => url));
  }

  /** As far as the page that asks whether to connect, signing in on the way. */
  async landing(browser: TravellingBrowser, connectUrl: string, user = this.user): Promise<ShownPage> {
    const page = pageOf(await browser.open(connectUrl));
    return page.forms.some(({ names }) => names.includes('password'))
      ? pageOf(await browser.submit(page, { username: user.username, password: user.password }))
      : page;
  }

  agree(browser: TravellingBrowser, page: ShownPage, fields: Record<string, string> = {}): Promise<Arrival> {
    return browser.submit(page, fields, { button: ['decision', 'allow'] });
  }

  /** The whole way, as a user goes it. @param signIn what the user does at the provider, where it asks. */
  async connect(configId: string, provider: KnownProvider, options: ConnectOptions = {}): Promise<string> {
    const { user = this.user, signIn, more } = options;
    const { sessionId, connectUrl } = await this.begin(configId, more, await this.token(user));
    const browser = this.browser(provider);
    const page = await this.landing(browser, connectUrl, user);
    let arrival = await this.agree(browser, page, options.fields);
    if (arrival.kind === 'page' && signIn) arrival = await browser.signIn(arrival, signIn);
    const { body } = await this.call(`/sessions/${sessionId}`, { token: await this.token(user) });
    if (body['status'] !== 'completed') {
      const where = arrival.kind === 'page' ? arrival.html : arrival.url.href;
      throw new Error(`Not connected: ${JSON.stringify(body)} at ${where}`);
    }
    return String(body['connectionId']);
  }

  /** A connection as an administrator sees it. */
  connection(id: string): Promise<Json> {
    return this.managed('GET', `/${id}`);
  }

  private kept(path: string, answer: Answer): Answer {
    this.answers.push({ path, text: `${JSON.stringify([...answer.headers])} ${answer.text}` });
    return answer;
  }

  proxy(id: string, path: string, init: RequestInit & { readonly token?: string } = {}): Promise<Answer> {
    return this.call(`/${id}/proxy/${path}`, init);
  }
}

export interface ConnectOptions {
  readonly user?: BuiltUser;
  readonly signIn?: { readonly username: string; readonly password: string };
  readonly fields?: Record<string, string>;
  /** Of the session. */
  readonly more?: Json;
}

let apps = 0;

export const shownConfig = (appId: string, all: Json): ShownConfig => ({
  id: String(all['id']),
  appId,
  callbackUrl: String(all['callbackUrl']),
  version: Number(all['version']),
  all,
});

/** A config of the provider of the suite. */
export const suiteConfig = (
  provider: KnownProvider & { readonly client: { readonly clientId: string; readonly secret: string } },
  change: Json = {},
): Json => ({
  name: 'Suite',
  linkUrl: `${provider.url}/authorize`,
  tokenUrl: `${provider.url}/token`,
  scopes: ['read'],
  clientId: provider.client.clientId,
  clientSecret: provider.client.secret,
  revoke: revokeAt(`${provider.url}/revoke`),
  testRequest: accountAt(`${provider.url}/account`),
  paths: { accountId: '$.id', accountLabel: '$.name' },
  proxy: proxyTo(`${provider.url}/api`),
  ...change,
});

export const revokeAt = (url: string): Json => ({
  method: 'POST',
  url,
  headers: {},
  body: '{"token": {{refresh_token}}, "client_id": {{client_id}}, "client_secret": {{client_secret}}}',
  bodyFormat: 'form',
});

export const accountAt = (url: string): Json => ({
  method: 'GET',
  url,
  headers: { Authorization: 'Bearer {{access_token}}' },
  body: null,
  bodyFormat: 'form',
});

export const proxyTo = (baseUrl: string): Json => ({
  baseUrl,
  inject: [{ in: 'header', name: 'Authorization', value: 'Bearer {{access_token}}' }],
  allowedMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHosts: [],
});

/** What a refusal tells: its status and its code. */
export const refusal = ({ status, body }: Answer): unknown[] => [status, body['code']];
