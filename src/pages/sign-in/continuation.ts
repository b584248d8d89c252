import type { Realm } from '../../realms/realm.types.js';

const LOCAL = /^(?:account|device|verify-email)(?:\/[a-z-]{1,40}){0,3}(?:\?user_code=[A-Za-z0-9-]{1,20})?$/;
const CONNECT = /^connect\?request=rgx_[A-Za-z0-9_-]{43}$/;

/** Where a sign-in that no client asked for goes on: at a page of this realm, and nowhere else whatever is asked. */
export function continuation(realm: Realm, next: unknown): string {
  const path = typeof next === 'string' && (LOCAL.test(next) || CONNECT.test(next)) ? next : 'account';
  return `/realms/${realm.name}/${path}`;
}

/** The sign-in page that leads on to a page of the realm, such as `account/sessions`. */
export const signInFor = (realm: Realm, next: string): string =>
  `/realms/${realm.name}/login?next=${encodeURIComponent(next)}`;
