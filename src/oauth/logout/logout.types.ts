import type { RequestInfo } from '../../audit/audit.types.js';
import type { Client } from '../../clients/client.types.js';
import type { Parameters } from '../../protocol/parameters.js';
import type { Session } from '../../users/sessions/session.types.js';

/** The parameters of RP-Initiated Logout section 2 that count; the others are for display and may be anything. */
export const LOGOUT_PARAMETERS = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state'] as const;

export interface LogoutRequest {
  readonly parameters: Parameters;
  /** What the browser's session cookie says; null when there was none, as in a form that another site sends. */
  readonly sessionValue: string | null;
  readonly request: RequestInfo;
}

/** Where a client asked to be sent when it is done: an address that it registered, just as it sent it. */
export interface LogoutReturn {
  readonly client: Client | null;
  /** With `state` in it; null for no way back. */
  readonly address: string | null;
}

/** What the browser is to be shown, or where to be sent. */
export type LogoutOutcome =
  | { readonly kind: 'signed_out'; readonly to: LogoutReturn }
  /** The user has to say so first. */
  | { readonly kind: 'confirm'; readonly session: Session; readonly to: LogoutReturn };
