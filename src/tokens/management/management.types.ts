import type { RequestInfo } from '../../audit/audit.types.js';
import type { Realm } from '../../realms/realm.types.js';
import type { LiveToken } from '../token.types.js';

/** By which token somebody asks to manage something, and from where. */
export interface Manager {
  readonly token: LiveToken;
  readonly request: RequestInfo;
}

/** Who manages which realm. */
export interface ManagementRequest extends Manager {
  readonly realm: Realm;
}
