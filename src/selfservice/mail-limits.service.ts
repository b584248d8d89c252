import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../attempts/attempts.service.js';
import type { AttemptLimit } from '../attempts/attempts.types.js';
import type { RealmRef } from '../database/realm-ref.js';
import type { MailPurpose } from '../mail/mail-link.types.js';

const PURPOSE = 'mail';
const SHARED = { windowSeconds: 3600, firstDelaySeconds: 60, maxDelaySeconds: 900 } as const;

/** How often mail may be asked for: nobody's mailbox is filled, and no address asks for everybody (requirement 84). */
@Injectable()
export class MailLimits {
  constructor(private readonly attempts: AttemptsService) {}

  /**
   * Counts one request, for an account that exists as for one that does not.
   *
   * @param whom the mailbox or account that mail is asked for, in one spelling.
   * @returns false when there is none left now: nothing is to be sent, and nobody told so.
   */
  take(realm: RealmRef, purpose: MailPurpose, whom: string, address: string): Promise<boolean> {
    return this.attempts.claim(realm, limits(`${purpose} ${whom}`, address));
  }
}

const limits = (subject: string, address: string): AttemptLimit[] => [
  { ...SHARED, purpose: PURPOSE, subject, address: null, allowance: 5 },
  { ...SHARED, purpose: PURPOSE, subject: '', address, allowance: 30 },
];
