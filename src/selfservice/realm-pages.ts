import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import type { MailPurpose } from '../mail/mail-link.types.js';
import { RealmIssuer } from '../tokens/realm-issuer.js';

/** Where mailed links lead, below the issuer of the realm. */
export const MAIL_PAGES: Readonly<Record<MailPurpose, string>> = {
  register: 'sign-up/finish',
  reset_password: 'reset-password/finish',
  verify_email: 'verify-email/finish',
};

/** The addresses of mailed links: made from the settings alone, whatever the request says (requirement 83). */
@Injectable()
export class RealmPages {
  constructor(private readonly issuer: RealmIssuer) {}

  linkTo(realm: RealmRef, purpose: MailPurpose, value: string): string {
    return `${this.issuer.of(realm)}/${MAIL_PAGES[purpose]}?link=${value}`;
  }

  /** Where somebody who has an account goes on. */
  account(realm: RealmRef): string {
    return `${this.issuer.of(realm)}/account`;
  }
}
