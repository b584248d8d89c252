import { fieldsOf, type Endpoint, type ProviderCall } from './provider-call.js';
import type { Fault } from './provider-answer.js';
import { ProviderGrants, type ProviderAccount, type ProviderGrant } from './provider-grants.js';
import { Loopback } from './loopback.js';
import { SuiteEndpoints, type ProviderClient } from './suite-endpoints.js';
import { USUAL, type Behaviour } from './suite-provider.types.js';

const CLIENT = { clientId: 'client-at-provider', secret: 'secret-of-the-client-at-provider' };

/** Tokens as a test plants them in a vault. */
export interface PlantedTokens {
  readonly grant: ProviderGrant;
  readonly accessToken: string;
  readonly refreshToken: string | null;
}

/**
 * A provider on loopback that does what others do, and goes wrong as others go wrong. Endpoints: `/authorize` (agrees at once
 * unless `asks`), `/token`, `/revoke`, `/introspect`, `/account`, and `/api/...`, which says what it was asked. None of its
 * tokens ends by itself.
 */
export class SuiteProvider {
  readonly grants = new ProviderGrants('suite');
  private now: Behaviour = USUAL;
  private readonly door = new Loopback();

  private readonly others: ProviderClient[] = [];

  private constructor(readonly client: ProviderClient) {}

  static async open(client: Partial<ProviderClient> = {}): Promise<SuiteProvider> {
    const provider = new SuiteProvider({ ...CLIENT, ...client });
    provider.serve();
    await provider.door.listen();
    return provider;
  }

  /** Knows another client from now on. */
  register(client: ProviderClient): void {
    this.others.push(client);
  }

  /** As `EGRESS_ALLOW` names it. */
  get authority(): string {
    return this.door.authority;
  }

  get url(): string {
    return this.door.url;
  }

  get behaviour(): Behaviour {
    return this.now;
  }

  /** Every call since the start or the last `forget`, oldest first. */
  get calls(): readonly ProviderCall[] {
    return this.door.calls;
  }

  callsOf(endpoint: Endpoint): ProviderCall[] {
    return this.door.callsOf(endpoint);
  }

  /** Calls of the token endpoint with that grant type. */
  tokenCalls(grantType: 'authorization_code' | 'refresh_token' | 'client_credentials'): ProviderCall[] {
    return this.callsOf('token').filter((call) => fieldsOf(call)['grant_type'] === grantType);
  }

  /** Behaves so from now on, and otherwise as before. */
  behave(change: Partial<Behaviour>): void {
    this.now = { ...this.now, ...change };
  }

  /** The next calls of an endpoint go wrong in that way; by default one call. */
  fail(endpoint: Endpoint, fault: Fault, times?: number): void {
    this.door.fail(endpoint, fault, times);
  }

  /** Nothing goes wrong any more. */
  forgetFaults(): void {
    this.door.recover();
  }

  /** The usual behaviour again, nothing wrong, and no calls. Grants go on. */
  forget(): void {
    this.now = USUAL;
    this.door.recover();
    this.door.calls.length = 0;
  }

  /** A grant without a browser. */
  grant(account: ProviderAccount = this.now.account, scope: readonly string[] = ['read']): PlantedTokens {
    const grant = this.grants.begin(account, scope);
    const tokens = new SuiteEndpoints(this.state()).tokensOf(grant);
    return { grant, accessToken: String(tokens['access_token']), refreshToken: grant.refreshToken };
  }

  close(): Promise<void> {
    return this.door.close();
  }

  private state() {
    return { clients: [this.client, ...this.others], grants: this.grants, behaviour: this.now };
  }

  private serve(): void {
    const work = (name: Endpoint) => (call: ProviderCall) => new SuiteEndpoints(this.state())[name](call);
    const every = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
    this.door.serve(['GET'], '/authorize', 'authorize', work('authorize'));
    this.door.serve(['GET', 'POST'], '/token', 'token', work('token'));
    this.door.serve(['POST'], '/revoke', 'revoke', work('revoke'));
    this.door.serve(['POST'], '/introspect', 'introspect', work('introspect'));
    this.door.serve(['GET'], '/account', 'account', work('account'));
    this.door.serve(every, '/api/*', 'api', work('api'));
  }
}
