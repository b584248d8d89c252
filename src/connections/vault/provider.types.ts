import type { HostPatterns } from '../templates/host-patterns.js';
import type { Variables } from '../templates/template.js';

/** An authorization code to be exchanged (RFC 6749 section 4.1.3). */
export interface CodeExchange {
  readonly code: string;
  /** Null where the config has no PKCE. */
  readonly codeVerifier: string | null;
  /** The very one of the authorization request. */
  readonly redirectUri: string;
  /** Of {@link ConnectionVariables}. */
  readonly variables: Variables;
  /** What the callback brought: `metaMap` is read from the token answer first, then from here. */
  readonly callback?: unknown;
}

/** The tokens of a connection, for a request that is made with them. */
export interface HeldTokens {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
  /** Where they may be sent. */
  readonly hosts: HostPatterns;
  readonly variables: Variables;
}

export interface ProbedAccount {
  readonly accountId: string | null;
  readonly accountLabel: string | null;
}

/** What a provider says of an access token (RFC 7662). */
export interface IntrospectedToken {
  readonly active: boolean;
  readonly expiresAt: number | null;
}

/**
 * What a failed call means for the grant. `terminal`: it is dead. `config`: the provider refuses our client, whoever the
 * grant is of. `transient`: nothing is known of the grant; come again. `unusable`: it was an answer, though not what the
 * config says that it is.
 */
export type ProviderFailure = 'terminal' | 'config' | 'transient' | 'unusable';

/** The code of a call that was not made, because this process has too many under way; no provider's code looks like it. */
export const TOO_BUSY = '(busy)';

/** A call to a provider that came to nothing. It carries no token and no part of the answer but its error code. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';

  constructor(
    readonly failure: ProviderFailure,
    /** The provider's own code where it gave one, reduced to what is safe to show; else ours. */
    readonly code: string,
    readonly more: {
      /** The request was sent, and no answer came: what it asked for may have happened. */
      readonly mayHaveHappened?: boolean;
      /** How long the provider asks to be left alone. */
      readonly retryAfterMs?: number | null;
      readonly status?: number | null;
    } = {},
    cause?: unknown,
  ) {
    super(`The provider's answer: ${failure} (${code}).`, { cause });
  }
}
