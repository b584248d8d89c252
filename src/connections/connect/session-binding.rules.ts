import type { Browser } from '../../http/browser.js';
import { equalInConstantTime, sha256 } from '../../kernel/digest.js';
import type { Realm } from '../../realms/realm.types.js';
import type { Session } from '../../users/sessions/session.types.js';
import type { ConnectSession } from './connect-session.types.js';

/**
 * Whether only the user that a session is for ends it, signed in: at its page, and at the callback in the very sign-in that
 * went out. Any other session is bound by the verifier of the service that began it.
 */
export const isBoundBySignIn = ({ completionChallenge }: ConnectSession): boolean => completionChallenge === null;

/** A session that a service began without a challenge goes on for as long as its realm lets services do without. */
export const isStillAllowed = (
  { connectConfirmationOnly }: Pick<Realm, 'connectConfirmationOnly'>,
  session: ConnectSession,
): boolean => session.createdVia === 'user' || !isBoundBySignIn(session) || connectConfirmationOnly;

/** @param hash SHA-256 of the id of the browser that it has to be */
export const isSameBrowser = ({ id, isNew }: Browser, hash: Buffer): boolean =>
  !isNew && equalInConstantTime(sha256(id), hash);

/** Whether somebody is signed in still as when the browser set out, and as the user whom the session is for. */
export const isSameSignIn = (
  signIn: Session | null,
  { userId }: ConnectSession,
  { userSessionId }: { readonly userSessionId: string | null },
): boolean => signIn !== null && signIn.id === userSessionId && signIn.userId === userId;
