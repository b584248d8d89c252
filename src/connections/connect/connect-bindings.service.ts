import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { AnswerError, callbackDocument } from '../templates/answers.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { BindingFailures } from './binding-failures.service.js';
import type { BindingFault, BoundCallback, Callback } from './connect-binding.types.js';
import { stateHash } from './connect-handles.js';
import type { ConnectRoute, ConnectSession, ConnectState } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ConnectStatesRepository } from './connect-states.repository.js';
import { routePlace } from './sealed-places.js';
import { isBoundBySignIn, isSameBrowser, isSameSignIn, isStillAllowed } from './session-binding.rules.js';

/** What is known of a callback when it is refused. */
class Refused extends Error {
  constructor(
    readonly fault: BindingFault,
    readonly state: ConnectState | null = null,
  ) {
    super(fault);
  }
}

/**
 * Whether a callback comes from the very browser, user, provider and session that went out: without it, whoever gets
 * somebody to open a link could have his own account linked to another, or another's to his own. The checks stand in
 * their order; the first uses the state up, whatever becomes of the others.
 */
@Injectable()
export class ConnectBindings {
  constructor(
    private readonly states: ConnectStatesRepository,
    private readonly sessions: ConnectSessionsRepository,
    private readonly signIns: SessionsService,
    private readonly failures: BindingFailures,
    private readonly sealer: VaultSealer,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `binding_failed`, alike for every cause; the record has the cause. */
  async bind(callback: Callback): Promise<BoundCallback> {
    try {
      return await this.check(callback);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { realm, config, request } = callback;
      const { fault, state } = error;
      const known = { sessionId: state?.sessionId, userId: state?.userId };
      throw await this.failures.record(realm, { fault, request, configId: config.id, ...known });
    }
  }

  private async check(callback: Callback): Promise<BoundCallback> {
    const document = documentOf(callback);
    const state = await this.claimed(callback, document);
    if (state.configId !== callback.config.id) throw new Refused('other_config', state);
    refuseOtherBrowser(callback, state);
    const session = await this.sessionOf(callback, state);
    await this.refuseOtherUser(callback, state, session);
    if (!isStillAllowed(callback.realm, session)) throw new Refused('confirmation_off', state);
    refuseOtherIssuer(callback, state, document);
    await this.begin(callback, state);
    const route = await this.sealer.open(callback.realm, routePlace(state), state.sealedRoute);
    const { redirectUri, browserHash, userSessionId } = state;
    const keeper = { browserHash: Buffer.from(browserHash).toString('base64url'), userSessionId };
    return { session, document, redirectUri, route: JSON.parse(route) as ConnectRoute, keeper };
  }

  /** Known, unused and in time: found out by the statement that uses it up. */
  private async claimed({ realm }: Callback, document: Readonly<Record<string, unknown>>): Promise<ConnectState> {
    const hash = stateHash(typeof document['state'] === 'string' ? document['state'] : '');
    const state = hash && (await this.states.find(realm, hash));
    if (!state) throw new Refused('state_unknown');
    const now = this.clock.now();
    if (await this.states.claim(realm, state.hash, now)) return state;
    throw new Refused(state.usedAt === null && state.expiresAt <= now ? 'state_expired' : 'state_used', state);
  }

  private async sessionOf({ realm }: Callback, state: ConnectState): Promise<ConnectSession> {
    const session = await this.sessions.find(realm, state.sessionId);
    if (!session) throw new Refused('session_over', state);
    return session;
  }

  /**
   * Where a sign-in binds the session, it is the one that went out, of the user that it is for. Where a verifier does, its
   * completion proves who came back; but whoever is signed in as somebody else is not the one it is for.
   */
  private async refuseOtherUser(callback: Callback, state: ConnectState, session: ConnectSession): Promise<void> {
    const { realm, browser } = callback;
    const signIn = browser.sessionValue === null ? null : await this.signIns.find(realm, browser.sessionValue);
    const isSame = isSameSignIn(signIn, session, state);
    const isNobodyElse = session.userId === null || !signIn || signIn.userId === session.userId;
    if (isBoundBySignIn(session) ? !isSame : !isNobodyElse) throw new Refused('other_user_session', state);
  }

  /** From here on no other callback of the session gets as far as the provider. */
  private async begin({ realm }: Callback, state: ConnectState): Promise<void> {
    const step = { from: ['redirected'], to: 'exchanging', at: this.clock.now() } as const;
    if (!(await this.sessions.advance(realm, state.sessionId, step))) throw new Refused('session_over', state);
  }
}

function documentOf({ parameters }: Callback): Readonly<Record<string, unknown>> {
  try {
    return callbackDocument(parameters);
  } catch (error) {
    if (error instanceof AnswerError) throw new Refused('parameters');
    throw error;
  }
}

function refuseOtherBrowser({ browser }: Callback, state: ConnectState): void {
  if (browser.isNew) throw new Refused('no_browser', state);
  if (!isSameBrowser(browser, state.browserHash)) throw new Refused('other_browser', state);
}

/** RFC 9207: a provider that is known to name itself has to, and has to be the one that was asked. */
function refuseOtherIssuer(
  { config: { issuer } }: Callback,
  state: ConnectState,
  document: Readonly<Record<string, unknown>>,
): void {
  if (issuer !== null && document['iss'] !== issuer) throw new Refused('other_issuer', state);
}
