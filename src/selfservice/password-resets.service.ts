import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../audit/audit.types.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Mailer } from '../mail/mailer.service.js';
import { MailLinks } from '../mail/mail-links.service.js';
import type { Realm } from '../realms/realm.types.js';
import type { User } from '../users/user.types.js';
import { usernameKey } from '../users/username.js';
import { UsersService } from '../users/users.service.js';
import { MailLimits } from './mail-limits.service.js';
import { RealmPages } from './realm-pages.js';
import type { Wording } from './selfservice.types.js';
import { doneByLink, UsedLink } from './used-link.js';

const PURPOSE = 'reset_password';

/** A new password for whoever reads the mail of the account. */
@Injectable()
export class PasswordResets implements OnModuleInit {
  constructor(
    private readonly users: UsersService,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly limits: MailLimits,
    private readonly pages: RealmPages,
    private readonly audit: AuditService,
  ) {}

  /** A new password, however it came to be, ends the links that would set another one. */
  onModuleInit(): void {
    this.users.onEnding((realm, userId) => this.links.deleteAllOfUser(realm, userId));
  }

  /** Whether there is a way to send links. */
  get isOpen(): boolean {
    return this.mailer.available;
  }

  /**
   * Writes to the address of the account, if there is one. Whether there is, takes no part in the answer or its time: it
   * is found out afterwards (requirement 85).
   *
   * @param name a username, or an e-mail address.
   */
  async begin(realm: Realm, name: string, request: RequestInfo, wording: Wording): Promise<void> {
    if (!(await this.limits.take(realm, PURPOSE, usernameKey(name), request.address))) return;
    this.mailer.post(async () => {
      const user = await this.named(realm, name);
      if (!user?.enabled || user.email === null) return null;
      const value = await this.links.issue(realm, { purpose: PURPOSE, userId: user.id, email: user.email });
      return { to: user.email, ...wording(this.pages.linkTo(realm, PURPOSE, value)) };
    });
  }

  /** Whose password a link may set; null for a link that is good for nothing. Uses nothing up. */
  async find(realm: RealmRef, value: string): Promise<User | null> {
    const link = await this.links.find(realm, PURPOSE, value);
    const user = link?.userId ? await this.users.findById(realm, link.userId) : null;
    return user?.enabled && user.email === link?.email ? user : null;
  }

  /**
   * Sets the password, and so ends every session and grant of the user, and every other link. A password that is refused
   * uses nothing up.
   *
   * @returns false for a link that is good for nothing, or not any more.
   * @throws DomainError `invalid` for a password that the realm does not take.
   */
  async finish(realm: Realm, value: string, password: string, request: RequestInfo): Promise<boolean> {
    const user = await this.find(realm, value);
    if (!user) return false;
    const along = async (): Promise<void> => {
      if (!(await this.links.claim(realm, PURPOSE, value))) throw new UsedLink();
      const about = { userId: user.id, address: request.address, requestId: request.id };
      await this.audit.record(realm, { type: AUDIT_EVENTS.userPasswordReset, outcome: 'success', ...about });
    };
    return doneByLink(this.users.update(realm, user.username, { password, unlocked: true }, undefined, along));
  }

  /** As it was typed, and as addresses are mostly stored. */
  private async named(realm: RealmRef, name: string): Promise<User | null> {
    return (
      (await this.users.findByUsername(realm, name)) ??
      (await this.users.findByEmail(realm, name)) ??
      (await this.users.findByEmail(realm, name.toLowerCase()))
    );
  }
}
