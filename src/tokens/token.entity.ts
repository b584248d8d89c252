import { Column, Entity, Index } from 'typeorm';
import { Count, Id, Json, LongText, PrimaryHash, Text, Time } from '../database/columns.js';
import type { TokenKind } from './token.types.js';

/**
 * A handle that was issued, under the SHA-256 of its value. On SQLite its rows lie in the order they came, which spares
 * writes: only the index of hashes is at random places. No index finds the tokens of a grant, for nothing asks: they live
 * and die with their grant's row.
 */
@Entity({ name: 'tokens' })
export class TokenEntity {
  @PrimaryHash()
  hash: Buffer;

  @Id()
  realmId: string;

  @Text(16)
  kind: TokenKind;

  /** Null for what `client_credentials` issued. */
  @Id({ nullable: true })
  grantId: string | null;

  /** The id of the client's row, not its wire `client_id`. */
  @Id()
  clientId: string;

  @LongText()
  scope: string;

  @Json()
  audience: string[];

  @Count()
  generation: number;

  @Time()
  issuedAt: number;

  @Index()
  @Time()
  expiresAt: number;

  /** When a one-time handle was used, or an access token revoked. */
  @Time({ nullable: true })
  consumedAt: number | null;

  /**
   * Which batch used it: how a claimant learns that it won. A UUIDv7 whose time is that at which the next generation began,
   * and so the place of the successor.
   */
  @Column({ type: 'binary', length: 16, nullable: true })
  claim: Buffer | null;
}
