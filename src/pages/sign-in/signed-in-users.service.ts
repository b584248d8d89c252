import { Injectable } from '@nestjs/common';
import type { Browser } from '../../http/browser.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';

@Injectable()
export class SignedInUsers {
  constructor(private readonly sessions: SessionsService) {}

  /** Null unless the session goes on and its user may sign in. */
  async find(realm: Realm, { sessionValue }: Browser): Promise<SignedIn | null> {
    return sessionValue === null ? null : this.sessions.signedIn(realm, sessionValue);
  }
}
