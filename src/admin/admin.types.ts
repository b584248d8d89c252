import type { RequestInfo } from '../audit/audit.types.js';
import type { Realm } from '../realms/realm.types.js';
import type { LiveToken } from '../tokens/token.types.js';

/** `client_credentials` tokens of clients of `master` and users with a role may hold these; never default. */
export const ADMIN_READ = 'admin:read';
export const ADMIN_WRITE = 'admin:write';

/** Who asks, by which token, for which realm, from where. */
export interface AdminRequest {
  /** The realm that is managed: the one the path names, or `master` where it names none. */
  readonly realm: Realm;
  readonly token: LiveToken;
  readonly request: RequestInfo;
}
