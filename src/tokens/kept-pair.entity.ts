import { Entity, Index } from 'typeorm';
import { Id, PrimaryHash, Time } from '../database/columns.js';

/**
 * Where the one pair of tokens that a client, a user and a scope have is found, where a dialect gives the same pair again
 * and again. The pair itself follows from the row of its grant, or is there, sealed: a refresh changes that row anyway, and
 * this one never.
 */
@Entity({ name: 'kept_pairs', withoutRowid: true })
export class KeptPairEntity {
  /** SHA-256 of what the pair is for: realm, client, user, scope and resources. */
  @PrimaryHash()
  keyHash: Buffer;

  @Id()
  realmId: string;

  @Id()
  grantId: string;

  /** When somebody looks next whether the pair has expired and is to be erased. */
  @Index()
  @Time()
  dueAt: number;
}
