import type { RequestInfo } from '../../audit/audit.types.js';
import type { Browser } from '../../http/browser.js';
import type { RawParameters } from '../../protocol/parameters.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { ConnectRoute, ConnectSession, GrantKeeper } from './connect-session.types.js';

/** What came to the callback of a config, and from which browser. */
export interface Callback {
  readonly realm: Realm;
  /** The one whose callback it is. */
  readonly config: ConnectionConfig;
  readonly parameters: RawParameters;
  readonly browser: Browser;
  readonly request: RequestInfo;
}

/** A callback that was found to belong to a session, which it has to itself from now on. */
export interface BoundCallback {
  readonly session: ConnectSession;
  /** The parameters as paths see them. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly route: ConnectRoute;
  readonly redirectUri: string;
  readonly keeper: GrantKeeper;
}

/** Why a callback was not let in: for the record alone, whoever came is told the same for every cause. */
export type BindingFault =
  | 'parameters'
  | 'state_unknown'
  | 'state_used'
  | 'state_expired'
  | 'other_config'
  | 'no_browser'
  | 'other_browser'
  | 'other_user_session'
  | 'other_issuer'
  | 'confirmation_off'
  | 'session_over'
  | 'parked_unknown'
  | 'other_user'
  | 'other_verifier';
