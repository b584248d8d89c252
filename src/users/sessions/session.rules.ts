import type { Realm } from '../../realms/realm.types.js';
import type { User } from '../user.types.js';
import type { Session } from './session.types.js';

type Lifetimes = Pick<Realm, 'sessionIdleSeconds' | 'sessionMaxSeconds' | 'notBefore'>;

const PREFIX = 'rgs_';
const VALUE = /^rgs_[A-Za-z0-9_-]{43}$/;
const MINUTE = 60_000;
/** Share of the idle time after which a visit is written down: a session must not go idle while it is used. */
const SHARE = 10;

/** @param secret 256 bits in base64url. */
export const sessionValue = (secret: string): string => PREFIX + secret;

/** Whether a text is, as a whole, of the form of what browsers are given. */
export const isSessionValue = (text: string): boolean => VALUE.test(text);

/** The absolute end of a session whose user has proven at that time to be who it is. */
export const sessionEnd = (realm: Lifetimes, authTime: number): number => authTime + realm.sessionMaxSeconds * 1000;

/** Whether a session goes on: by the lifetimes as the realm has them now, though never past the end it was begun with. */
export const isLive = (session: Session, realm: Lifetimes, user: User | null, now: number): boolean =>
  now < Math.min(session.expiresAt, sessionEnd(realm, session.authTime)) &&
  now < session.lastSeenAt + realm.sessionIdleSeconds * 1000 &&
  user?.enabled === true &&
  [realm.notBefore, user.notBefore].every((notBefore) => notBefore === null || session.authTime > notBefore);

/** Whether a visit is to be written down: once a minute at most, for it costs a write. */
export const isDueToTouch = (session: Session, realm: Lifetimes, now: number): boolean =>
  now - session.lastSeenAt >= Math.min(MINUTE, (realm.sessionIdleSeconds * 1000) / SHARE);
