import { Entity, Index } from 'typeorm';
import { Count, Id, PrimaryHash, Time } from '../database/columns.js';

/** How often something was guessed wrong lately: a counter under a key of purpose, realm, subject and address. */
@Entity({ name: 'attempts' })
export class AttemptEntity {
  /** SHA-256 of purpose, realm, subject and address. */
  @PrimaryHash()
  keyHash: Buffer;

  @Id()
  realmId: string;

  @Count()
  failures: number;

  /** Until then the next attempt is refused unseen. */
  @Time()
  blockedUntil: number;

  /** When the count starts anew, and the row may be pruned. */
  @Index()
  @Time()
  expiresAt: number;
}
