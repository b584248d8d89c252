import type { Client } from '../../clients/client.types.js';
import type { Parameters, RawParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { AuthorizationParameters } from './authorization.types.js';

/** Where an answer goes, an error too: known before anything that could be wrong with the rest is looked at. */
export type Target = Pick<AuthorizationParameters, 'redirectUri' | 'redirectUriSent' | 'responseMode' | 'state'>;

type Wanted = Omit<AuthorizationParameters, keyof Target>;

interface Known {
  readonly client?: Client;
  readonly pushed?: string | null;
  readonly target?: Target;
  readonly parameters?: Parameters;
}

/** What is wanted where a request says nothing. */
const NOTHING: Wanted = {
  scope: [],
  resources: [],
  codeChallenge: null,
  nonce: null,
  prompt: [],
  maxAge: null,
  loginHint: null,
  hintedSubject: null,
  acrValues: [],
  claims: null,
  uiLocales: [],
  display: null,
};

/** An authorization request on its way through the steps: what was sent, and what they have found good of it so far. */
export class Draft {
  private constructor(
    readonly realm: Realm,
    /** As sent, or as pushed, or as a request object says. */
    readonly raw: RawParameters,
    private readonly known: Known,
    private readonly wanted: Wanted,
  ) {}

  static of(realm: Realm, raw: RawParameters): Draft {
    return new Draft(realm, raw, {}, NOTHING);
  }

  get client(): Client {
    return found(this.known.client);
  }

  /** See AuthorizationRequest. */
  get pushed(): string | null {
    return this.known.pushed ?? null;
  }

  /** Null as long as nobody but the user may be told of an error. */
  get target(): Target | null {
    return this.known.target ?? null;
  }

  get parameters(): Parameters {
    return found(this.known.parameters);
  }

  /** With the parameters that count in place of those that were sent. */
  withRaw(raw: RawParameters, known: Known = {}): Draft {
    return new Draft(this.realm, raw, { ...this.known, ...known }, this.wanted);
  }

  with(known: Known): Draft {
    return this.withRaw(this.raw, known);
  }

  wanting(wanted: Partial<Wanted>): Draft {
    return new Draft(this.realm, this.raw, this.known, { ...this.wanted, ...wanted });
  }

  /** When every step has found it good. */
  finish(): AuthorizationParameters {
    return { ...found(this.known.target), ...this.wanted };
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A step asks for what an earlier one has to find.');
  return value;
}
