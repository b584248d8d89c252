import { Injectable } from '@nestjs/common';
import type { Browser } from '../../http/browser.js';
import type { Realm } from '../../realms/realm.types.js';
import type { Session } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import type { User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';

/** Who is signed in at a browser, and in which session. */
export interface SignedIn {
  readonly session: Session;
  readonly user: User;
}

@Injectable()
export class SignedInUsers {
  constructor(
    private readonly sessions: SessionsService,
    private readonly users: UsersService,
  ) {}

  /** Null unless the session goes on and its user may sign in. */
  async find(realm: Realm, { sessionValue }: Browser): Promise<SignedIn | null> {
    const session = sessionValue === null ? null : await this.sessions.find(realm, sessionValue);
    const user = session && (await this.users.findById(realm, session.userId));
    return session && user?.enabled ? { session, user } : null;
  }
}
