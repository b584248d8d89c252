/** What a mailed link is good for; none serves for another. */
export type MailPurpose = 'register' | 'reset_password' | 'verify_email';

/** What stands behind a mailed link. */
export interface MailLink {
  readonly purpose: MailPurpose;
  /** Null where there is no user yet. */
  readonly userId: string | null;
  /** Where it was sent: what its use proves. */
  readonly email: string;
  /** UTC milliseconds. */
  readonly expiresAt: number;
}
