import { RealmAuthTokens } from '../../../src/realms/realm-auth-tokens.service.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aRealm, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { OAuth } from '../../support/oauth.js';
import { request, type Answer } from '../../support/requests.js';
import type { TestServer } from '../../support/server.js';

type Headers = Record<string, string>;

export const CALLBACK = 'https://saved.example/callback';

/** Calls the dialect at one of its places the way its documentation does: `fetch`, JSON, the token as it is. */
export class GtwyCalls {
  constructor(readonly base: string) {}

  authToken(headers: Headers): Promise<Answer> {
    return request(`${this.base}/auth_token`, { headers });
  }

  save(headers: Headers, clientId: string, url: string = CALLBACK): Promise<Answer> {
    return this.post('', { client_id: clientId, redirection_url: url }, headers);
  }

  verify(headers: Headers, clientId: string, url: string = CALLBACK): Promise<Answer> {
    return this.post('/verify', { client_id: clientId, redirection_url: url }, headers);
  }

  refresh(refreshToken: unknown): Promise<Answer> {
    return this.post('/refresh', { refresh_token: refreshToken });
  }

  post(path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    const init = { method: 'POST', body: JSON.stringify(body) };
    return request(this.base + path, { ...init, headers: { 'content-type': 'application/json', ...headers } });
  }
}

export const raw = (token: string): Headers => ({ authorization: token });
export const proxied = (token: string): Headers => ({ proxy_auth_token: token });

/** A realm with a user that manages it, one that does not, and a client of the standard kind. */
export class Organisation {
  private constructor(
    private readonly server: TestServer,
    readonly realm: Realm,
    readonly foreign: BuiltClient,
    readonly manager: BuiltUser,
    readonly user: BuiltUser,
  ) {}

  static async create(server: TestServer, { name, ...changes }: Partial<Realm> = {}): Promise<Organisation> {
    const realm = await aRealm(server, changes as Partial<Pick<Realm, 'accessTokenFormat'>>, name);
    const foreign = await aClient(server, realm, { redirectUris: ['https://foreign.example/callback'] });
    const manager = await aUser(server, realm, { roles: ['realm-admin'] });
    return new Organisation(server, realm, foreign, manager, await aUser(server, realm));
  }

  get oauth(): OAuth {
    return new OAuth(this.server, this.realm);
  }

  get calls(): GtwyCalls {
    return new GtwyCalls(`${this.server.issuer(this.realm.name)}/dialects/gtwy`);
  }

  /** The client that may ask about every token of the realm. */
  get own(): BuiltClient {
    return { ...this.foreign, clientId: this.realm.name, secret: 'onesaitplatform' };
  }

  /** By a login of the standard kind. */
  async tokensOf(user: BuiltUser): Promise<{ access: string; refresh: string }> {
    const { body } = await this.oauth.password(this.foreign, user);
    return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
  }

  async clientToken(): Promise<string> {
    return String((await this.oauth.clientCredentials(this.foreign)).body['access_token']);
  }

  authToken(): Promise<string> {
    return this.server.get(RealmAuthTokens).of(this.realm);
  }

  /** Saves a client and lets the user verify it. */
  async verified(clientId = 'saved'): Promise<{ access: string; refresh: string }> {
    await this.calls.save(raw((await this.tokensOf(this.manager)).access), clientId);
    const { body } = await this.calls.verify(raw((await this.tokensOf(this.user)).access), clientId);
    return { access: String(body['access_token']), refresh: String(body['refresh_token']) };
  }

  /** At the standard endpoint, by the public client that the token is of: it has no secret to show. */
  revoke(clientId: string, token: string): Promise<Answer> {
    return this.oauth.revoke({ ...this.foreign, type: 'public', clientId }, token);
  }

  isActive(token: string): Promise<boolean> {
    return this.oauth.isActive(this.own, token);
  }
}
