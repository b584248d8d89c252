import { Injectable } from '@nestjs/common';
import type { RequestInfo } from '../../audit/audit.types.js';
import type { Realm } from '../../realms/realm.types.js';
import { Subjects } from '../../tokens/subjects.service.js';
import type { Session } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import type { IdTokenHint } from '../openid/id-token-hints.service.js';
import { BackchannelLogout } from './backchannel-logout.service.js';
import { LogoutReturns } from './logout-returns.service.js';
import type { LogoutOutcome, LogoutRequest, LogoutReturn } from './logout.types.js';

/**
 * OpenID Connect RP-Initiated Logout. An ID token of the very user who is signed in is as good as the user's word; without
 * one the user is asked, and nobody is sent anywhere before (requirement 77).
 */
@Injectable()
export class LogoutHandler {
  constructor(
    private readonly returns: LogoutReturns,
    private readonly sessions: SessionsService,
    private readonly subjects: Subjects,
    private readonly backchannel: BackchannelLogout,
  ) {}

  /** @throws OAuthError `invalid_request` for a hint, a client or an address that is not what it should be. */
  async handle(realm: Realm, { parameters, sessionValue, request }: LogoutRequest): Promise<LogoutOutcome> {
    const hint = await this.returns.hint(realm, parameters);
    const to = await this.returns.of(realm, parameters, hint);
    const session = await this.sessionOf(realm, sessionValue, hint);
    if (session && !this.isOf(realm, session, hint, to)) return { kind: 'confirm', session, to };
    if (session) await this.end(realm, session, request);
    return { kind: 'signed_out', to: hint ? to : { ...to, address: null } };
  }

  /** The user has confirmed it, in the browser of the session. @throws OAuthError as {@link handle} does. */
  async confirm(realm: Realm, { parameters, sessionValue, request }: LogoutRequest): Promise<LogoutOutcome> {
    const to = await this.returns.of(realm, parameters, null);
    const session = await this.sessionOf(realm, sessionValue, null);
    if (session) await this.end(realm, session, request);
    return { kind: 'signed_out', to };
  }

  /** A form that another site sends comes without the cookie: then it is the session that the hint names. */
  private sessionOf(realm: Realm, value: string | null, hint: IdTokenHint | null): Promise<Session | null> {
    if (value !== null) return this.sessions.find(realm, value);
    return hint?.sid ? this.sessions.findById(realm, hint.sid) : Promise.resolve(null);
  }

  private isOf(realm: Realm, session: Session, hint: IdTokenHint | null, { client }: LogoutReturn): boolean {
    if (!hint) return false;
    return (
      hint.sid === session.id ||
      (client !== null && hint.sub === this.subjects.of(realm, { client, user: { id: session.userId } }))
    );
  }

  /** The clients are told before the browser goes on, as far as they listen. */
  private async end(realm: Realm, session: Session, request: RequestInfo): Promise<void> {
    await this.sessions.end(realm, session.id, request);
    await this.backchannel.settled(session.id);
  }
}
