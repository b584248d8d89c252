import { Entity, Index } from 'typeorm';
import { Hash, Id, LongText, PrimaryHash, Time } from '../database/columns.js';

/**
 * The one pair of tokens that a client, a user and a scope have, where a dialect gives the same pair again and again: the
 * only tokens whose values are kept, sealed by the data key of their realm and erased when the pair dies.
 */
@Entity({ name: 'kept_pairs' })
@Index(['realmId', 'userId'])
export class KeptPairEntity {
  /** SHA-256 of what the pair is for: realm, client, user, scope and resources. */
  @PrimaryHash()
  keyHash: Buffer;

  @Id()
  realmId: string;

  @Id()
  userId: string;

  @Index()
  @Id()
  grantId: string;

  /** SHA-256 of the access token: which pair it is that is replaced or erased. */
  @Hash()
  accessHash: Buffer;

  @LongText()
  sealed: string;

  /** The end of the access token. */
  @Index()
  @Time()
  expiresAt: number;
}
