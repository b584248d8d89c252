import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Browser } from '../../http/browser.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { Realm } from '../../realms/realm.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { BindingFailures } from './binding-failures.service.js';
import type { BindingFault } from './connect-binding.types.js';
import { sessionHandleHash } from './connect-handles.js';
import type { ConnectSession, GrantKeeper, HeldGrant } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { HeldGrants } from './held-grants.service.js';
import { isBoundBySignIn, isSameBrowser, isSameSignIn, isStillAllowed } from './session-binding.rules.js';
import { sessionOver } from './session-over.js';

/** Who asks to see what a session holds, and from where. */
export interface GrantVisitor {
  readonly browser: Browser;
  readonly request: RequestInfo;
}

/** A session that waits for its user to decide about what it holds. */
export interface WaitingSession {
  readonly session: ConnectSession;
  readonly grant: HeldGrant;
}

/** Lets those that came back from the provider with an account decide about it, in the browser and sign-in of then. */
@Injectable()
export class OtherAccountVisits {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly held: HeldGrants,
    private readonly signIns: SessionsService,
    private readonly failures: BindingFailures,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `not_found`, `session_expired` for one that is over, or `binding_failed` for anybody else. */
  async find(realm: Realm, handle: unknown, visitor: GrantVisitor): Promise<WaitingSession> {
    const hash = typeof handle === 'string' ? sessionHandleHash(handle) : null;
    const session = hash && (await this.sessions.findByToken(realm, hash));
    if (!session) throw DomainError.notFound('The session');
    const grant = this.isWaiting(realm, session) ? await this.held.open(realm, session) : null;
    if (!grant?.keeper) throw sessionOver();
    const fault = await this.faultOf(realm, visitor.browser, session, grant.keeper);
    if (fault === null) return { session, grant };
    const { id: sessionId, configId, userId } = session;
    throw await this.failures.record(realm, { fault, request: visitor.request, configId, sessionId, userId });
  }

  private isWaiting(realm: Realm, session: ConnectSession): boolean {
    const isHeld = session.status === 'exchanged' && session.expiresAt > this.clock.now();
    return isHeld && isBoundBySignIn(session) && isStillAllowed(realm, session);
  }

  private async faultOf(
    realm: Realm,
    browser: Browser,
    session: ConnectSession,
    keeper: GrantKeeper,
  ): Promise<BindingFault | null> {
    if (!isSameBrowser(browser, Buffer.from(keeper.browserHash, 'base64url'))) return 'other_browser';
    const signIn = browser.sessionValue === null ? null : await this.signIns.find(realm, browser.sessionValue);
    return isSameSignIn(signIn, session, keeper) ? null : 'other_user_session';
  }
}
