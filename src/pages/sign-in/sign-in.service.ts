import { Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { AUDIT_EVENTS } from '../../audit/audit.types.js';
import type { Browser } from '../../http/browser.js';
import type { RequestInfo } from '../../http/request-info.js';
import { Clock } from '../../kernel/clock.js';
import type { Realm } from '../../realms/realm.types.js';
import { ACR, type StartedSession } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { UsersService } from '../../users/users.service.js';

/** What somebody typed to sign in, and where. */
export interface SignIn {
  readonly username: string;
  readonly password: string;
  readonly browser: Browser;
  readonly request: RequestInfo;
  readonly userAgent?: string;
  /** Wire `client_id` of the client that it is for, if it is for one. */
  readonly clientId?: string;
}

/** Signs users in at browsers, by password. */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Null for a wrong password and for every other reason alike (requirement 85). */
  async signIn(realm: Realm, signIn: SignIn): Promise<StartedSession | null> {
    const { username, password, browser, request, userAgent } = signIn;
    const at = this.clock.now();
    const user = await this.users.authenticate(realm, username, password, request.address);
    if (!user) {
      await this.recordFailure(realm, signIn);
      return null;
    }
    const replaces = browser.sessionValue === null ? null : await this.sessions.find(realm, browser.sessionValue, at);
    return this.sessions.start(realm, user, { at, request, amr: ['pwd'], acr: ACR.password, userAgent, replaces });
  }

  /** Who was meant is looked up for the record alone, be there such a user or not. */
  private async recordFailure(realm: Realm, { username, clientId, request }: SignIn): Promise<void> {
    const user = await this.users.findByUsername(realm, username);
    const about = { clientId, userId: user?.id, address: request.address, requestId: request.id };
    await this.audit.record(realm, { type: AUDIT_EVENTS.loginFailed, outcome: 'failure', ...about });
  }
}
