import { otherAccountPath } from '../../connections/connect/connect-paths.js';
import type { ConnectSession } from '../../connections/connect/connect-session.types.js';
import { returnTo, type ArrivalOutcome } from '../../connections/connect/return-urls.js';
import type { Realm } from '../../realms/realm.types.js';
import { seeOther, type Flash, type SeeOther } from '../rendering/page.types.js';

const SAID = {
  connected: { kind: 'success', text: 'connect:connected' },
  completion_required: { kind: 'success', text: 'connect:almost' },
  failed: { kind: 'error', text: 'connect:failed' },
} as const satisfies Record<string, Flash>;

/** Faults that their reader can do something about. */
const FAULTS: Readonly<Record<string, Flash>> = {
  access_denied: { kind: 'error', text: 'connect:denied' },
  account_mismatch: { kind: 'error', text: 'connect:otherAccount' },
  scope_missing: { kind: 'error', text: 'connect:scopeMissing' },
  connection_exists: { kind: 'error', text: 'connect:exists' },
};

/**
 * Where a browser goes when its session is over: back to whoever began it, or to a page of ours that says how it ended. Before
 * that to the page that asks about another account.
 */
export function afterConnect(realm: Realm, session: ConnectSession, outcome: ArrivalOutcome): SeeOther {
  if (outcome.status === 'other_account') return seeOther(otherAccountPath(realm, outcome.handle));
  const away = returnTo(session, outcome);
  if (away !== null) return seeOther(away);
  const page = session.createdVia === 'user' ? 'account/services' : 'connect/done';
  const fault = outcome.status === 'failed' ? FAULTS[outcome.error] : undefined;
  return seeOther(`/realms/${realm.name}/${page}`, fault ?? SAID[outcome.status]);
}
