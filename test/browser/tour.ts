import type { Page } from 'playwright-core';
import { AppsService } from '../../src/connections/apps/apps.service.js';
import type { NewConfig } from '../../src/connections/configs/config-changes.types.js';
import { STANDARD_PATHS, type ConnectionConfig } from '../../src/connections/configs/config.types.js';
import { ConfigsService } from '../../src/connections/configs/configs.service.js';
import { ConnectStarts } from '../../src/connections/connect/connect-starts.service.js';
import { ConnectionsService } from '../../src/connections/vault/connections.service.js';
import { Clock } from '../../src/kernel/clock.js';
import { Mailer } from '../../src/mail/mailer.service.js';
import { GRANT_TYPES } from '../../src/protocol/names.js';
import type { Realm, RealmChanges } from '../../src/realms/realm.types.js';
import { SessionsService } from '../../src/users/sessions/sessions.service.js';
import { aClient, aPublicClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../support/builders.js';
import { Mailbox } from '../support/mailbox.js';
import { SuiteProvider } from '../support/providers/suite-provider.js';
import { OAuth } from '../support/oauth.js';
import { startServer, type TestServer } from '../support/server.js';

const TELEPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
const CALLBACK = 'https://reports.aurora.example/callback';

/** The server with a mailbox to which it sends, and a provider that it connects to. */
export interface Site {
  readonly server: TestServer;
  readonly mailbox: Mailbox;
  readonly provider: SuiteProvider;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const mailbox = new Mailbox();
  const provider = await SuiteProvider.open();
  provider.behave({ account: { id: 'grace', name: 'grace@aurora.example' } });
  const server = await startServer({ settings: { MAIL_URL: mailbox.url, EGRESS_ALLOW: provider.authority } });
  const close = async (): Promise<void> => {
    await server.close();
    await provider.close();
    mailbox.remove();
  };
  return { server, mailbox, provider, close };
}

/** A realm as one might set it up, and a visitor's ways through its pages. */
export class Tour {
  private visitors = 0;

  private constructor(
    private readonly site: Site,
    private readonly realm: Realm,
    private readonly client: BuiltClient,
    private readonly television: BuiltClient,
    readonly user: BuiltUser,
  ) {}

  static async prepare(site: Site, changes: RealmChanges = {}): Promise<Tour> {
    const { server } = site;
    const realm = await aRealm(server, { displayName: 'Acme Energy', selfRegistration: true, ...changes });
    const client = await aClient(server, realm, {
      name: 'Aurora Reports',
      grantTypes: ['authorization_code', 'refresh_token'],
      redirectUris: [CALLBACK],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      policyUri: 'https://aurora.example/privacy',
      tosUri: 'https://aurora.example/terms',
    });
    const television = await aPublicClient(server, realm, { name: 'Television', grantTypes: [GRANT_TYPES.deviceCode] });
    const user = await aUser(server, realm, { username: 'ada', fullName: 'Ada Lovelace', email: 'ada@example.com' });
    return new Tour(site, realm, client, television, user);
  }

  page(path: string): string {
    return `${this.site.server.issuer(this.realm.name)}/${path}`;
  }

  authorize(more: Record<string, string> = {}): string {
    const parameters = {
      response_type: 'code',
      client_id: this.client.clientId,
      redirect_uri: CALLBACK,
      scope: 'openid profile email offline_access',
      prompt: 'consent',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      ...more,
    };
    return this.page(`oauth/authorize?${new URLSearchParams(parameters).toString()}`);
  }

  /** Signs in where no client asked for it. */
  async signIn(page: Page, username = this.user.username): Promise<void> {
    await page.goto(this.page('login'));
    await this.submitPassword(page, this.user.password, username);
  }

  async submitPassword(page: Page, password: string, username = this.user.username): Promise<void> {
    await page.locator('#username').fill(username);
    await page.locator('#password').fill(password);
    await press(page, 'main form button');
  }

  /** Where a device sends its user. */
  async deviceAddress(): Promise<string> {
    const scope = 'openid profile';
    const { server } = this.site;
    const oauth = new OAuth(server, this.realm);
    const { body } = await oauth.post('oauth/device_authorization', this.television, { scope });
    return String(body['verification_uri_complete']);
  }

  /** Where an application sends the user to connect an account; whoever goes on has something to say before. */
  async connectAddress(): Promise<string> {
    const { server } = this.site;
    const config = await this.service('Aurora CRM');
    const starter = { kind: 'user', user: this.user, client: null, mayManage: false } as const;
    return (await server.get(ConnectStarts).start(this.realm, starter, { configId: config.id })).connectUrl;
  }

  /** The same for a connection to be renewed, where the provider has another account signed in. */
  async renewalAddress(): Promise<string> {
    const { server, provider } = this.site;
    const { url, client } = provider;
    const config = await this.service('Aurora CRM', {
      clientId: client.clientId,
      clientSecret: client.secret,
      linkUrl: `${url}/authorize`,
      tokenUrl: `${url}/token`,
      testRequest: {
        method: 'GET',
        url: `${url}/account`,
        headers: { authorization: 'Bearer {{access_token}}' },
        body: null,
        bodyFormat: 'json',
      },
      paths: { ...STANDARD_PATHS, accountId: '$.id', accountLabel: '$.name' },
      params: [],
      multi: 'many',
    });
    const owner = { kind: 'user', userId: this.user.id } as const;
    const tokens = { refreshToken: 'refresh', accountId: 'ada', accountLabel: 'ada@aurora.example' };
    const connections = server.get(ConnectionsService);
    const { id } = await connections.import(this.realm, { config, owner, createdBy: null }, tokens);
    const starter = { kind: 'user', user: this.user, client: null, mayManage: false } as const;
    const wish = { configId: config.id, connectionId: id };
    return (await server.get(ConnectStarts).start(this.realm, starter, wish)).connectUrl;
  }

  /** One that works, one that has to be renewed, and one that could be connected. */
  async haveServices(): Promise<void> {
    const connections = this.site.server.get(ConnectionsService);
    const owner = { kind: 'user', userId: this.user.id } as const;
    const tokens = { accessToken: 'access', refreshToken: 'refresh', accountLabel: 'ada@aurora.example' };
    const [one] = [await this.service('Aurora CRM'), await this.service('Borealis Mail')];
    await connections.import(this.realm, { config: one, owner, createdBy: null }, tokens);
  }

  private async service(name: string, change: Partial<NewConfig> = {}): Promise<ConnectionConfig> {
    const { server } = this.site;
    const slug = `service-${this.nextNumber()}`;
    const app = await server.get(AppsService).create(this.realm, { name, slug, status: 'published' }, null);
    return server.get(ConfigsService).create(this.realm, app.id, {
      name,
      clientId: 'realmgate',
      linkUrl: 'https://{{params.subdomain}}.crm.example.com/authorize',
      tokenUrl: 'https://api.crm.example.com/token',
      scopes: ['contacts.read', 'contacts.write', 'https://crm.example.com/auth/calendar.events.readonly'],
      params: [{ name: 'subdomain', label: 'Subdomain', pattern: '[a-z0-9-]+' }],
      ...change,
    });
  }

  /** Ends what earlier visits have left, and begins a session elsewhere. */
  async haveOneSession(): Promise<void> {
    const { server } = this.site;
    const sessions = server.get(SessionsService);
    const request = { id: 'tour', address: '192.0.2.44' };
    await sessions.endAllOf(this.realm, this.user.id, request);
    const start = { at: server.get(Clock).now() - 600_000, request, amr: ['pwd'], userAgent: TELEPHONE };
    await sessions.start(this.realm, this.user, start);
  }

  /** For what may be used once. */
  nextNumber(): number {
    return ++this.visitors;
  }

  /** The name of a user to whom nothing was mailed yet: how many letters somebody gets is limited. */
  async someoneElse(): Promise<string> {
    const username = `visitor-${this.nextNumber()}`;
    const { password } = this.user;
    await aUser(this.site.server, this.realm, { username, password, email: `${username}@example.com` });
    return username;
  }

  /** Sends the form of the page, and gives the link of the letter that it brings about. */
  async mailedLink(page: Page): Promise<string> {
    await press(page, 'main form button');
    await this.site.server.get(Mailer).idle();
    return this.site.mailbox.last().link;
  }
}

export async function press(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().click();
  await page.waitForLoadState();
}
