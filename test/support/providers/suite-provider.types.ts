import type { ProviderAnswer } from './provider-answer.js';
import type { ProviderAccount, RefreshPolicy } from './provider-grants.js';

/** How the provider behaves until a test wants it otherwise. */
export interface Behaviour {
  readonly account: ProviderAccount;
  readonly refreshTokens: RefreshPolicy;
  /** Whether a refresh ends the access tokens before it. */
  readonly refreshEndsAccess: boolean;
  /** Seconds; null where the answer does not say. */
  readonly expiresIn: number | null;
  readonly accessTokens: 'opaque' | 'jwt';
  readonly answerIn: 'json' | 'form';
  readonly clientAuth: 'any' | 'basic' | 'body';
  /** What the token endpoint reads. */
  readonly reads: 'any' | 'form' | 'json';
  /** The status of refusals of the token endpoint. */
  readonly errorStatus: number;
  /** The last word on what the token endpoint says. */
  readonly shape: (answer: Record<string, unknown>) => Record<string, unknown>;
  /** Null: what was asked for. */
  readonly grantedScope: readonly string[] | null;
  /** As `iss` of the authorization response (RFC 9207); null for none. */
  readonly iss: string | null;
  /** As `error` of the authorization response; null where users agree. */
  readonly denial: string | null;
  /** Whether a page asks first. */
  readonly asks: boolean;
  readonly responseMode: 'query' | 'form_post';
  /** Further parameters of the authorization response. */
  readonly callback: Readonly<Record<string, string>>;
  /** What the API says to a token that is not good. */
  readonly rejection: ProviderAnswer;
}

export const USUAL: Behaviour = {
  account: { id: 'account-1', name: 'ada@provider.example' },
  refreshTokens: 'rotate',
  refreshEndsAccess: false,
  expiresIn: 3600,
  accessTokens: 'opaque',
  answerIn: 'json',
  clientAuth: 'any',
  reads: 'any',
  errorStatus: 400,
  shape: (answer) => answer,
  grantedScope: null,
  iss: null,
  denial: null,
  asks: false,
  responseMode: 'query',
  callback: {},
  rejection: {
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    body: { message: 'This token is not good.' },
  },
};
