import { Entity, Index } from 'typeorm';
import { Id, PrimaryHash, Text, Time } from '../database/columns.js';
import type { MailPurpose } from './mail-link.types.js';

/** A link that was mailed and not used yet, under the hash of its secret. Using it deletes the row. */
@Entity({ name: 'mail_links' })
@Index(['realmId', 'userId'])
export class MailLinkEntity {
  @PrimaryHash()
  hash: Buffer;

  @Id()
  realmId: string;

  @Text(20)
  purpose: MailPurpose;

  /** Null where there is no user yet. */
  @Id({ nullable: true })
  userId: string | null;

  /** Where it was sent: what its use proves. */
  @Text(255)
  email: string;

  @Index()
  @Time()
  expiresAt: number;
}
