import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { Browser } from '../../http/browser.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import type { AuthorizationParameters, AuthorizationRequest } from './authorization.types.js';

/** A good request on its way to an answer, at one visit of its browser. */
export interface Deliberation {
  readonly realm: Realm;
  readonly client: Client;
  readonly parameters: AuthorizationParameters;
  /** Null at the first visit: nothing is stored for a request that is answered at once. */
  readonly stored: AuthorizationRequest | null;
  /** What the stored one goes by in the addresses of pages. */
  readonly handle: string | null;
  /** See AuthorizationRequest. */
  readonly pushed: string | null;
  readonly browser: Browser;
  /** When this visit began, UTC milliseconds. */
  readonly at: number;
  readonly request: RequestInfo;
  readonly signedIn: SignedIn | null;
}

/** One that has passed the rule that somebody has to be signed in. */
export function whoIs({ signedIn }: Deliberation): SignedIn {
  if (!signedIn) throw new Error('A step asks for what an earlier one has to find.');
  return signedIn;
}

/** Whether the user has signed in, or confirmed its account, for this very request, in the session that it is in now. */
export const isConfirmed = ({ stored, signedIn }: Deliberation): boolean =>
  stored !== null && stored.loginAt !== null && stored.sessionId === signedIn?.session.id;

/** Whether the user has proven who it is since this request began, and for it. */
export const isReauthenticated = (deliberation: Deliberation): boolean =>
  isConfirmed(deliberation) && whoIs(deliberation).session.authTime >= (deliberation.stored?.createdAt ?? Infinity);
