import { freshDatabase, type FreshDatabase } from '../database.js';
import { FormBrowser, type Arrival, type Person } from '../form-browser.js';
import { basic, bearer, postForm, request, type Answer } from '../requests.js';
import { ADMIN_SECRET, ServerProcess } from '../server-process.js';
import type { ProviderClient } from './suite-endpoints.js';

const REALM = 'upstream';
const PERSON: Person = { username: 'grace', password: 'a password of the other server' };
const CLIENT = { clientId: 'downstream', secret: 'secret-of-the-client-at-the-other-server' };

/** This server in a process of its own as the provider of another one, with a realm, a client and a user. */
export class RealmgateProvider {
  readonly client: ProviderClient = CLIENT;
  readonly person = PERSON;

  private constructor(
    private readonly server: ServerProcess,
    private readonly database: FreshDatabase,
  ) {}

  /** @param redirectUris the callbacks of those who connect; more by {@link allowRedirect}. */
  static async open(redirectUris: readonly string[] = ['https://to-be-replaced.example/']): Promise<RealmgateProvider> {
    const database = await freshDatabase();
    const server = await ServerProcess.start({ DATABASE_URL: database.url });
    const provider = new RealmgateProvider(server, database);
    await provider.furnish(redirectUris);
    return provider;
  }

  get url(): string {
    return this.server.url;
  }

  get authority(): string {
    return new URL(this.url).host;
  }

  get issuer(): string {
    return this.server.issuer(REALM);
  }

  endpoint(path: string): string {
    return `${this.issuer}/${path}`;
  }

  async allowRedirect(...redirectUris: string[]): Promise<void> {
    await this.admin('PATCH', `realms/${REALM}/clients/${CLIENT.clientId}`, { redirectUris });
  }

  /** What a user does there: signs in and agrees. Gives where the browser is sent then. */
  signIn(url: string | URL): Promise<Arrival> {
    return new FormBrowser(this.url).signIn(url, PERSON);
  }

  /** Ends everything that the user has allowed, as an administrator there may. */
  async revokeAll(): Promise<void> {
    const { body } = await this.admin('GET', `realms/${REALM}/grants`);
    for (const { id } of body['items'] as { id: string }[]) await this.admin('DELETE', `realms/${REALM}/grants/${id}`);
  }

  /** Whether a token is live, in the words of the provider itself. */
  async isActive(token: string): Promise<boolean> {
    const form = { token, client_id: CLIENT.clientId, client_secret: CLIENT.secret };
    return (await postForm(this.endpoint('oauth/introspect'), form)).body['active'] === true;
  }

  /** Ends an access token, and with it nothing else. */
  async endAccess(token: string): Promise<void> {
    await postForm(this.endpoint('oauth/revoke'), { token }, basic(CLIENT));
  }

  async close(): Promise<void> {
    await this.server.dispose();
    await this.database.drop();
  }

  private async furnish(redirectUris: readonly string[]): Promise<void> {
    await this.admin('POST', 'realms', { name: REALM });
    await this.admin('POST', `realms/${REALM}/users`, { ...PERSON, email: 'grace@example.com' });
    await this.admin('POST', `realms/${REALM}/clients`, {
      clientId: CLIENT.clientId,
      clientSecret: CLIENT.secret,
      grantTypes: ['authorization_code', 'refresh_token'],
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      redirectUris,
    });
  }

  private async admin(method: string, path: string, body?: object): Promise<Answer> {
    const form = { grant_type: 'client_credentials', scope: 'admin:read admin:write' };
    const proof = basic({ clientId: 'realmgate-admin', secret: ADMIN_SECRET });
    const { body: tokens } = await postForm(`${this.server.issuer('master')}/oauth/token`, form, proof);
    const headers = { ...bearer(String(tokens['access_token'])), ...(body && { 'content-type': 'application/json' }) };
    const answer = await request(`${this.url}/admin/v1/${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }
}
