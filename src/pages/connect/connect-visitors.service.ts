import { Injectable } from '@nestjs/common';
import type { ConnectSession } from '../../connections/connect/connect-session.types.js';
import { ConnectVisits } from '../../connections/connect/connect-visits.service.js';
import { isBoundBySignIn } from '../../connections/connect/session-binding.rules.js';
import type { Browser } from '../../http/browser.js';
import type { RequestInfo } from '../../http/request-info.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import { SignedInUsers } from '../sign-in/signed-in-users.service.js';

/** Who looks at the page of a session: `stranger` where somebody has to sign in first. */
export type ConnectVisitor =
  { readonly kind: 'stranger' } | { readonly kind: 'known'; readonly signedIn: SignedIn | null };

/** Lets the page of a session be seen by whom it is for. */
@Injectable()
export class ConnectVisitors {
  constructor(
    private readonly signedIn: SignedInUsers,
    private readonly visits: ConnectVisits,
  ) {}

  /** @throws DomainError `binding_failed` for whoever is signed in as somebody else. */
  async meet(realm: Realm, browser: Browser, session: ConnectSession, request: RequestInfo): Promise<ConnectVisitor> {
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn && isBoundBySignIn(session)) return { kind: 'stranger' };
    const isOther = signedIn !== null && session.userId !== null && signedIn.user.id !== session.userId;
    if (isOther) throw await this.visits.refuse(realm, session, request);
    return { kind: 'known', signedIn };
  }
}
