import type { Realm } from '../../src/realms/realm.types.js';
import type { BuiltClient, BuiltUser } from './builders.js';
import { basic, bearer, postForm, request, type Answer } from './requests.js';
import type { TestServer } from './server.js';

type Fields = Record<string, string>;

/** What tests ask of the protocol endpoints, in one place: one realm, one server. */
export class OAuth {
  constructor(
    private readonly server: TestServer,
    readonly realm: Realm,
  ) {}

  url(path: string): string {
    return `${this.server.issuer(this.realm.name)}/${path}`;
  }

  /** Authenticated by Basic; a public client names itself in the form. */
  post(path: string, client: BuiltClient, form: Fields): Promise<Answer> {
    if (client.type === 'public') return postForm(this.url(path), { client_id: client.clientId, ...form });
    return postForm(this.url(path), form, basic(client));
  }

  token(client: BuiltClient, form: Fields): Promise<Answer> {
    return this.post('oauth/token', client, form);
  }

  clientCredentials(client: BuiltClient, form: Fields = {}): Promise<Answer> {
    return this.token(client, { grant_type: 'client_credentials', ...form });
  }

  password(client: BuiltClient, user: BuiltUser, form: Fields = {}): Promise<Answer> {
    const { username, password } = user;
    return this.token(client, { grant_type: 'password', username, password, ...form });
  }

  refresh(client: BuiltClient, refreshToken: unknown, form: Fields = {}): Promise<Answer> {
    return this.token(client, { grant_type: 'refresh_token', refresh_token: String(refreshToken), ...form });
  }

  introspect(client: BuiltClient, token: unknown, form: Fields = {}): Promise<Answer> {
    return this.post('oauth/introspect', client, { token: String(token), ...form });
  }

  revoke(client: BuiltClient, token: unknown, form: Fields = {}): Promise<Answer> {
    return this.post('oauth/revoke', client, { token: String(token), ...form });
  }

  userinfo(token: unknown): Promise<Answer> {
    return request(this.url('userinfo'), { headers: bearer(String(token)) });
  }

  async isActive(client: BuiltClient, token: unknown): Promise<boolean> {
    const { body } = await this.introspect(client, token);
    return body['active'] === true;
  }
}

/** The claims of a JWT, unverified. */
export function claimsOf(jwt: unknown): Record<string, unknown> {
  const [, payload = ''] = String(jwt).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
