import type { HostPatterns } from '../templates/host-patterns.js';
import type { TokenSet } from '../vault/token.types.js';

/** `exchanging`: one callback of the session is talking to the provider, and no other one will. */
export type ConnectSessionStatus =
  'new' | 'opened' | 'redirected' | 'exchanging' | 'exchanged' | 'completed' | 'failed';

/** Until it has been to the provider and back, a session may set out anew. */
export const OPEN_STATUSES: readonly ConnectSessionStatus[] = ['new', 'opened', 'redirected'];

/** Who began it: the signed-in user whose account is to be linked, or a service in the name of somebody. */
export type ConnectStarter = 'user' | 'api';

/** One way to a provider and back. Times are UTC milliseconds. */
export interface ConnectSession {
  readonly id: string;
  readonly configId: string;
  readonly configVersion: number;
  /** Whose browser it is for; null where a service connects the realm itself. */
  readonly userId: string | null;
  /** Owner of what comes of it: the user's id, or `realm`. */
  readonly ownerKey: string;
  /** Whom the page says it will be linked to. */
  readonly subjectLabel: string | null;
  /** The connection that is to be authorized anew; once the session is completed, the one that came of it. */
  readonly connectionId: string | null;
  readonly slot: string;
  readonly createdVia: ConnectStarter;
  /** Id of the user, or wire `client_id` of the service. */
  readonly startedBy: string;
  readonly returnUrl: string | null;
  readonly errorUrl: string | null;
  /** S256 of what completes the session; null where the sign-in of its user binds it instead, see session-binding.rules. */
  readonly completionChallenge: string | null;
  readonly params: Readonly<Record<string, string>>;
  /** A sealed {@link HeldGrant}, until somebody completes the session. */
  readonly sealedTokens: string | null;
  readonly status: ConnectSessionStatus;
  readonly failureCode: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What one callback is compared with. Times are UTC milliseconds. */
export interface ConnectState {
  /** SHA-256 of the `state`. */
  readonly hash: Buffer;
  readonly sessionId: string;
  readonly configId: string;
  readonly userId: string | null;
  /** SHA-256 of the id of the browser that went to the provider. */
  readonly browserHash: Buffer;
  /** The sign-in session that it went from; null where nobody was signed in and nobody had to be. */
  readonly userSessionId: string | null;
  /** A sealed {@link ConnectRoute}. */
  readonly sealedRoute: string;
  readonly redirectUri: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

/** What somebody who connects has said before going to the provider. */
export interface ConnectInputs {
  readonly params: Readonly<Record<string, string>>;
  /** Settings of the user, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The same, and where the config led when it was said: secrets go there, the code, and what comes of it. */
export interface BoundInputs extends ConnectInputs {
  readonly hosts: HostPatterns;
}

/** The way of one browser to the provider, as only this server knows it. */
export interface ConnectRoute {
  /** Null without PKCE. */
  readonly codeVerifier: string | null;
  readonly inputs: BoundInputs;
}

/** What a provider gave, and what it was asked with. */
export interface TakenGrant {
  readonly tokens: TokenSet;
  readonly inputs: BoundInputs;
}

/** Who came back with it: the only one that decides about it. */
export interface GrantKeeper {
  /** SHA-256 of the id of the browser, in base64url. */
  readonly browserHash: string;
  /** The sign-in session that it came back in. */
  readonly userSessionId: string | null;
}

/** A grant that waits. */
export interface HeldGrant extends TakenGrant {
  /** Null where a service decides, by its verifier. */
  readonly keeper: GrantKeeper | null;
}
