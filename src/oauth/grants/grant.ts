import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { DeclaredParameters, Parameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { IssuedTokens } from '../../tokens/token.types.js';
import type { ExchangedToken, GrantTerms } from '../authorization-server.types.js';

/** What a grant is given: an authenticated client for which the grant is enabled, and the parameters it declared. */
export interface GrantRequest {
  readonly realm: Realm;
  readonly client: Client;
  readonly parameters: Parameters;
  /** When the request arrived, UTC milliseconds: before anything was read for it. */
  readonly at: number;
  readonly request: RequestInfo;
  readonly terms?: GrantTerms;
  /** The request names no client: it was found by {@link Grant.clientOf}. */
  readonly withoutClient?: true;
}

/** `confidential`: never for a client that cannot keep a secret. */
export type ClientRule = 'any' | 'confidential';

/** One way to obtain tokens (RFC 6749 section 4): one class in one file, and one line of `all-grants.ts`. */
export abstract class Grant {
  /** The wire value of `grant_type`. */
  abstract readonly type: string;
  /** The parameters it reads, beside `grant_type` and those of client authentication. */
  abstract readonly parameters: DeclaredParameters;
  /** Which clients may ever use it, whatever they are registered for. */
  abstract readonly clientRule: ClientRule;

  /** The client of a request that names none, where what it presents may do without its client's proof. */
  clientOf?(realm: Realm, parameters: Parameters): Promise<Client | null>;

  /** @throws OAuthError; a request that is refused consumes nothing. */
  abstract handle(request: GrantRequest): Promise<IssuedTokens | ExchangedToken>;
}
