import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../audit/audit.types.js';
import type { RealmRef } from '../database/realm-ref.js';
import { DomainError } from '../kernel/domain-error.js';
import { Mailer } from '../mail/mailer.service.js';
import { MailLinks } from '../mail/mail-links.service.js';
import type { Realm } from '../realms/realm.types.js';
import { isEmailVerified, verifiedEmail } from '../users/email-verified.js';
import type { User } from '../users/user.types.js';
import { UsersService } from '../users/users.service.js';
import { MailLimits } from './mail-limits.service.js';
import { RealmPages } from './realm-pages.js';
import type { Wording } from './selfservice.types.js';
import { doneByLink, UsedLink } from './used-link.js';

const PURPOSE = 'verify_email';
/** How often a change is begun anew because another one came first. */
const TRIES = 5;

/** Shows that a user reads the mail of the address that the account has: `email_verified`. */
@Injectable()
export class EmailVerifications {
  constructor(
    private readonly users: UsersService,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly limits: MailLimits,
    private readonly pages: RealmPages,
    private readonly audit: AuditService,
  ) {}

  /** Whether there is anything to be verified, and a way to do it. */
  isOpenTo(user: User): boolean {
    return this.mailer.available && user.email !== null && !isEmailVerified(user);
  }

  /** Writes to the user, who is signed in. */
  async begin(realm: Realm, user: User, request: RequestInfo, wording: Wording): Promise<void> {
    const { id: userId, email } = user;
    if (email === null || !(await this.limits.take(realm, PURPOSE, userId, request.address))) return;
    this.mailer.post(async () => {
      const value = await this.links.issue(realm, { purpose: PURPOSE, userId, email });
      return { to: email, ...wording(this.pages.linkTo(realm, PURPOSE, value)) };
    });
  }

  /** Whose address a link verifies; null for a link that is good for nothing. Uses nothing up. */
  async find(realm: RealmRef, value: string): Promise<User | null> {
    const link = await this.links.find(realm, PURPOSE, value);
    const user = link?.userId ? await this.users.findById(realm, link.userId) : null;
    return user?.enabled && user.email === link?.email ? user : null;
  }

  /** @returns false for a link that is good for nothing, or not any more. */
  async finish(realm: Realm, value: string, request: RequestInfo): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const user = await this.find(realm, value);
      if (!user) return false;
      try {
        return await doneByLink(this.verify(realm, value, user, request));
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'stale') || attempt === TRIES) throw error;
      }
    }
  }

  /** Of the very version that was looked at: its address is the one that was written to. */
  private verify(realm: Realm, value: string, user: User, request: RequestInfo): Promise<User> {
    return this.users.update(realm, user.username, verifiedEmail(user), user.version, async () => {
      if (!(await this.links.claim(realm, PURPOSE, value))) throw new UsedLink();
      const about = { userId: user.id, address: request.address, requestId: request.id };
      await this.audit.record(realm, { type: AUDIT_EVENTS.userEmailVerified, outcome: 'success', ...about });
    });
  }
}
