import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { Clock } from '../../src/kernel/clock.js';
import type { Realm } from '../../src/realms/realm.types.js';
import type { BuiltClient } from './builders.js';
import { FormBrowser, responseOf, type Arrival, type Person } from './form-browser.js';
import { OAuth } from './oauth.js';
import { request, type Answer } from './requests.js';
import type { TestServer } from './server.js';

type Fields = Readonly<Record<string, string>>;

/** What a sign-in gave a client, verified as OpenID Connect Core section 3.1.3 has it. */
export interface SignedIn {
  readonly response: Fields;
  readonly tokens: Record<string, unknown>;
  readonly idToken: JWTPayload;
  readonly userinfo: Record<string, unknown>;
}

const secret = (): string => randomBytes(32).toString('base64url');
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** A client of one realm, as the conformance suite plays it: everything it is told is verified. */
export class OidcParty {
  readonly oauth: OAuth;
  private readonly keys: JWTVerifyGetKey;

  constructor(
    private readonly server: TestServer,
    realm: Realm,
    readonly client: BuiltClient,
    readonly redirectUri = client.redirectUris[0] ?? '',
  ) {
    this.oauth = new OAuth(server, realm);
    this.keys = createRemoteJWKSet(new URL(this.oauth.url('jwks')), { cooldownDuration: 0 });
  }

  get issuer(): string {
    return this.server.issuer(this.oauth.realm.name);
  }

  browser(language?: string): FormBrowser {
    return new FormBrowser(this.server.url, undefined, language);
  }

  /** A request as the plans send it, with what the test wants otherwise; an empty text leaves a parameter out. */
  requestOf(change: Fields = {}): Record<string, string> {
    const usual = {
      response_type: 'code',
      client_id: this.client.clientId,
      redirect_uri: this.redirectUri,
      scope: 'openid',
      state: secret(),
      nonce: secret(),
    };
    return Object.fromEntries(Object.entries({ ...usual, ...change }).filter(([, value]) => value !== ''));
  }

  url(parameters: Fields): URL {
    const url = new URL(this.oauth.url('oauth/authorize'));
    url.search = new URLSearchParams(parameters).toString();
    return url;
  }

  /** Signs in, agrees and redeems the code; by default in a browser that was never here. */
  async signIn(person: Person, change: Fields = {}, browser = this.browser()): Promise<SignedIn> {
    const parameters = this.requestOf(change);
    return this.complete(await browser.signIn(this.url(parameters), person), parameters);
  }

  /** From the authorization response on. */
  async complete(arrival: Arrival, parameters: Fields, redemption: Fields = {}): Promise<SignedIn> {
    const response = this.checkedResponse(arrival, parameters);
    expect(response).not.toHaveProperty('error');
    const { status, body: tokens } = await this.redeem(response['code'], redemption);
    expect([status, tokens['error']]).toEqual([200, undefined]);
    checkTokens(tokens);
    const idToken = await this.verify(tokens, parameters['nonce']);
    const userinfo = await this.oauth.userinfo(tokens['access_token']);
    expect(userinfo.status).toBe(200);
    if (this.client.userinfoSignedResponseAlg === null) expect(userinfo.body['sub']).toBe(idToken.sub);
    return { response, tokens, idToken, userinfo: userinfo.body };
  }

  /** An error as the client is told it, in whichever response mode. */
  errorOf(arrival: Arrival, parameters: Fields): Fields {
    const response = this.checkedResponse(arrival, parameters);
    expect(response['error']).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(response).not.toHaveProperty('code');
    return response;
  }

  redeem(code: unknown, form: Fields = {}): Promise<Answer> {
    const redirect = { grant_type: 'authorization_code', code: String(code), redirect_uri: this.redirectUri };
    return this.oauth.token(this.client, { ...redirect, ...form });
  }

  refresh(tokens: Record<string, unknown>, form: Record<string, string> = {}): Promise<Answer> {
    return this.oauth.refresh(this.client, tokens['refresh_token'], form);
  }

  /** OpenID Connect Core section 3.1.3.7. */
  async verify(tokens: Record<string, unknown>, nonce: string | undefined): Promise<JWTPayload> {
    const algorithm = this.client.idTokenSignedResponseAlg;
    const payload = await this.verifyJwt(tokens['id_token'], algorithm, ['sub', 'exp', 'iat']);
    expect(payload['azp']).toBe(this.client.clientId);
    expect(payload['nonce']).toBe(nonce);
    const hash = createHash('sha256').update(String(tokens['access_token'])).digest().subarray(0, 16);
    expect(payload['at_hash']).toBe(hash.toString('base64url'));
    return payload;
  }

  /** A JWT of the realm for this client. */
  async verifyJwt(token: unknown, algorithm: string, requiredClaims: string[]): Promise<JWTPayload> {
    const { payload } = await jwtVerify(String(token), this.keys, {
      issuer: this.issuer,
      audience: this.client.clientId,
      algorithms: [algorithm],
      requiredClaims,
      // Tests let time pass for the server alone.
      currentDate: new Date(this.server.get(Clock).now()),
    });
    expect(decodeProtectedHeader(String(token))).toEqual({ alg: algorithm, kid: expect.any(String), typ: 'JWT' });
    return payload;
  }

  private checkedResponse(arrival: Arrival, parameters: Fields): Fields {
    const response = responseOf(arrival);
    const known = ['code', 'error', 'error_description', 'error_uri', 'iss', 'state'];
    expect(Object.keys(response).filter((name) => !known.includes(name))).toEqual([]);
    for (const value of Object.values(response)) expect(value).not.toMatch(/[\r\n\t]/);
    expect([response['state'], response['iss']]).toEqual([parameters['state'], this.issuer]);
    return response;
  }
}

function checkTokens(tokens: Record<string, unknown>): void {
  expect(tokens).toMatchObject({ token_type: 'Bearer', access_token: expect.stringMatching(/^[\x20-\x7e]+$/) });
  expect(Number.isInteger(tokens['expires_in'])).toBe(true);
}

/** The discovery document of a realm. */
export const discovery = async (oauth: OAuth): Promise<Record<string, unknown>> =>
  (await request(oauth.url('.well-known/openid-configuration'))).body;
