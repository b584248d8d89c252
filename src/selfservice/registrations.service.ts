import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.js';
import { AUDIT_EVENTS, type RequestInfo } from '../audit/audit.types.js';
import type { RealmRef } from '../database/realm-ref.js';
import { DomainError } from '../kernel/domain-error.js';
import { Mailer } from '../mail/mailer.service.js';
import { MailLinks } from '../mail/mail-links.service.js';
import type { Realm } from '../realms/realm.types.js';
import { verifiedEmail } from '../users/email-verified.js';
import { UsersService } from '../users/users.service.js';
import { isMailAddress } from './mail-address.js';
import { MailLimits } from './mail-limits.service.js';
import { RealmPages } from './realm-pages.js';
import type { Wording } from './selfservice.types.js';
import { doneByLink, UsedLink } from './used-link.js';

const PURPOSE = 'register';

/** What somebody who makes an account says of themselves. */
export interface NewAccount {
  readonly fullName: string | null;
  readonly password: string;
}

/**
 * Accounts that people make for themselves. The e-mail address is the username, and it is proven before there is an
 * account: nobody holds an account in the name of somebody else's address, waiting for them to believe it is their own.
 */
@Injectable()
export class Registrations {
  constructor(
    private readonly users: UsersService,
    private readonly links: MailLinks,
    private readonly mailer: Mailer,
    private readonly limits: MailLimits,
    private readonly pages: RealmPages,
    private readonly audit: AuditService,
  ) {}

  /** Whether there is such a thing in this realm. */
  isOpen(realm: Realm): boolean {
    return realm.selfRegistration && this.mailer.available;
  }

  /**
   * Writes to the address: how to go on, or that there is an account already. Neither the answer nor its time tells which
   * (requirement 85).
   *
   * @throws DomainError `invalid` for what is no address.
   */
  async begin(
    realm: Realm,
    typed: string,
    request: RequestInfo,
    { invitation, reminder }: { invitation: Wording; reminder: Wording },
  ): Promise<void> {
    const email = typed.trim().toLowerCase();
    if (!isMailAddress(email)) throw DomainError.invalid('email', 'is not an e-mail address');
    if (!(await this.limits.take(realm, PURPOSE, email, request.address))) return;
    this.mailer.post(async () => {
      if (await this.isTaken(realm, email)) return { to: email, ...reminder(this.pages.account(realm)) };
      const value = await this.links.issue(realm, { purpose: PURPOSE, userId: null, email });
      return { to: email, ...invitation(this.pages.linkTo(realm, PURPOSE, value)) };
    });
  }

  /** The address that a link proves; null for a link that is good for nothing. Uses nothing up. */
  async find(realm: RealmRef, value: string): Promise<string | null> {
    return (await this.links.find(realm, PURPOSE, value))?.email ?? null;
  }

  /**
   * Makes the account. What is refused uses nothing up.
   *
   * @returns false for a link that is good for nothing, or not any more.
   * @throws DomainError `invalid` for a password or a name that the realm does not take.
   */
  async finish(realm: Realm, value: string, account: NewAccount, request: RequestInfo): Promise<boolean> {
    const email = await this.find(realm, value);
    if (email === null || !this.isOpen(realm) || (await this.isTaken(realm, email))) return false;
    const user = { ...account, username: email, email, ...verifiedEmail({ attributes: {} }) };
    const along = async (): Promise<void> => {
      if (!(await this.links.claim(realm, PURPOSE, value))) throw new UsedLink();
      const made = await this.users.findByUsername(realm, email);
      const about = { userId: made?.id, address: request.address, requestId: request.id };
      await this.audit.record(realm, { type: AUDIT_EVENTS.userRegistered, outcome: 'success', ...about });
    };
    return doneByLink(this.users.create(realm, user, along).catch(takenMeanwhile));
  }

  private async isTaken(realm: RealmRef, email: string): Promise<boolean> {
    return (
      (await this.users.findByUsername(realm, email)) !== null || (await this.users.findByEmail(realm, email)) !== null
    );
  }
}

function takenMeanwhile(error: unknown): never {
  throw error instanceof DomainError && error.code === 'conflict' ? new UsedLink() : error;
}
