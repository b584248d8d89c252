import { createHash, randomBytes } from 'node:crypto';
import type { NewClient } from '../../../src/clients/client.types.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { aClient, aUser, type BuiltClient, type BuiltUser } from '../../support/builders.js';
import { departureOf, FormBrowser, responseOf, type Arrival } from '../../support/form-browser.js';
import { OAuth } from '../../support/oauth.js';
import type { Answer } from '../../support/requests.js';
import type { TestServer } from '../../support/server.js';

export const CALLBACK = 'https://client.example/callback';
export const GRANTS = ['authorization_code', 'refresh_token'];

/** A verifier with its challenge (RFC 7636). */
export function aProof(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

type Changes = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A client with a user of its realm, and what both do at the authorization endpoint. */
export class Relying {
  readonly oauth: OAuth;
  readonly proof = aProof();

  constructor(
    readonly server: TestServer,
    readonly realm: Realm,
    readonly client: BuiltClient,
    readonly user: BuiltUser,
  ) {
    this.oauth = new OAuth(server, realm);
  }

  static async in(server: TestServer, realm: Realm, changes: Partial<NewClient> = {}): Promise<Relying> {
    const client = await aClient(server, realm, { grantTypes: GRANTS, redirectUris: [CALLBACK], ...changes });
    return new Relying(server, realm, client, await aUser(server, realm));
  }

  browser(): FormBrowser {
    return new FormBrowser(this.server.url);
  }

  /** A good request, changed: undefined leaves a parameter out, a list sends it more than once. */
  query(changes: Changes = {}): URLSearchParams {
    const usual: Changes = {
      client_id: this.client.clientId,
      redirect_uri: this.client.redirectUris[0],
      response_type: 'code',
      scope: 'openid',
      state: 'a-state',
      code_challenge: this.proof.challenge,
      code_challenge_method: 'S256',
    };
    const all = Object.entries({ ...usual, ...changes });
    return new URLSearchParams(
      all.flatMap(([name, value]) =>
        value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
      ),
    );
  }

  address(changes: Changes = {}): string {
    return `${this.oauth.url('oauth/authorize')}?${this.query(changes).toString()}`;
  }

  /** Whatever the endpoint answers at once, with its status. */
  ask(changes: Changes = {}, browser = this.browser()): Promise<Arrival> {
    return browser.open(this.address(changes));
  }

  /** Signs in and agrees as often as it is asked to. */
  signIn(changes: Changes = {}, browser = this.browser()): Promise<Arrival> {
    return browser.signIn(this.address(changes), this.user);
  }

  async code(changes: Changes = {}, browser = this.browser()): Promise<string> {
    const arrival = await this.signIn(changes, browser);
    const { code, error } = responseOf(arrival);
    if (code === undefined) throw new Error(`No code came: ${error}, ${departureOf(arrival).url.href}`);
    return code;
  }

  redeem(code: string, changes: Record<string, string | undefined> = {}, client = this.client): Promise<Answer> {
    const usual = { redirect_uri: this.client.redirectUris[0], code_verifier: this.proof.verifier };
    const fields = { grant_type: 'authorization_code', code, ...usual, ...changes };
    const sent = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
    return this.oauth.token(client, Object.fromEntries(sent));
  }
}
