import { InitialAccessTokens } from '../../src/clients/initial-access-tokens.service.js';
import type { Realm } from '../../src/realms/realm.types.js';
import { bearer, request, type Answer } from './requests.js';
import type { TestServer } from './server.js';

type Metadata = Record<string, unknown>;

export const REDIRECTS = { redirect_uris: ['https://app.example.com/callback'] };
/** What a realm of the tests lets clients register for. */
export const RULES = {
  scopes: ['openid', 'profile'],
  grantTypes: ['authorization_code', 'refresh_token', 'client_credentials'],
  redirectHosts: [],
  maxClients: 1000,
  unusedDays: 30,
};

/** Registers clients over HTTP, as clients do. */
export class Registering {
  constructor(
    private readonly server: TestServer,
    readonly realm: Realm,
  ) {}

  get url(): string {
    return `${this.server.issuer(this.realm.name)}/register`;
  }

  /** An initial access token; for one client unless it says more. */
  async initialToken(uses = 1, expiresIn = 60): Promise<string> {
    return (await this.server.get(InitialAccessTokens).create(this.realm, { uses, expiresIn })).token;
  }

  register(metadata: unknown, token?: string): Promise<Answer> {
    return send('POST', this.url, metadata, token);
  }

  /** One that has to succeed. */
  async registered(metadata: Metadata = {}): Promise<Metadata> {
    const redirects = { redirect_uris: ['https://app.example.com/callback'] };
    const { status, body, text } = await this.register({ ...redirects, ...metadata }, await this.initialToken());
    if (status !== 201) throw new Error(`The client was not registered: ${text}`);
    return body;
  }

  read({ registration_client_uri: uri, registration_access_token: token }: Metadata): Promise<Answer> {
    return request(String(uri), { headers: bearer(String(token)) });
  }

  replace(
    { registration_client_uri: uri, registration_access_token: token }: Metadata,
    body: unknown,
  ): Promise<Answer> {
    return send('PUT', String(uri), body, String(token));
  }

  remove({ registration_client_uri: uri, registration_access_token: token }: Metadata): Promise<Answer> {
    return request(String(uri), { method: 'DELETE', headers: bearer(String(token)) });
  }
}

const send = (method: string, url: string, body: unknown, token?: string): Promise<Answer> =>
  request(url, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...(token !== undefined && bearer(token)) },
  });
