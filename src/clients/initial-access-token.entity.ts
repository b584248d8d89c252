import { Entity, Index } from 'typeorm';
import { Count, Hash, Id, PrimaryId, Time } from '../database/columns.js';

/** Lets its holder register clients (RFC 7591 section 3). */
@Entity({ name: 'initial_access_tokens' })
export class InitialAccessTokenEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  /** SHA-256 of the token. */
  @Index({ unique: true })
  @Hash()
  hash: Buffer;

  /** How many more clients it may register. */
  @Count()
  remaining: number;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;
}
