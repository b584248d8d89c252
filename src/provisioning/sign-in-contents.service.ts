import { Injectable } from '@nestjs/common';
import { AuthorizationRequests } from '../oauth/authorize/authorization-requests.service.js';
import { PushedRequests } from '../oauth/authorize/pushed-requests.service.js';
import { ConsentsService } from '../oauth/consents/consents.service.js';
import { LogoutNotices } from '../oauth/logout/logout-notices.service.js';
import type { Realm } from '../realms/realm.types.js';
import { SessionsService } from '../users/sessions/sessions.service.js';
import { WaitingContents } from './waiting-contents.service.js';

/** What people and their browsers leave in a realm. */
@Injectable()
export class SignInContents {
  constructor(
    private readonly sessions: SessionsService,
    private readonly consents: ConsentsService,
    private readonly logouts: LogoutNotices,
    private readonly requests: AuthorizationRequests,
    private readonly pushed: PushedRequests,
    private readonly waiting: WaitingContents,
  ) {}

  /** Inside the transaction that deletes the realm: nobody is told, for nobody could verify who tells. */
  async deleteAllOf(realm: Realm): Promise<void> {
    for (const part of [this.sessions, this.consents, this.logouts, this.requests, this.pushed, this.waiting]) {
      await part.deleteAllOf(realm);
    }
  }
}
