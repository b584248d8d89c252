import { Entity, Index, PrimaryColumn } from 'typeorm';
import type { SigningAlgorithm } from '../kernel/jws.js';
import { Count, Id, Json, LongText, Text, Time } from '../database/columns.js';
import type { KeyState } from './key.types.js';

@Entity({ name: 'signing_keys' })
@Index(['realmId', 'state', 'alg'])
@Index(['realmId', 'alg', 'serial'], { unique: true })
export class SigningKeyEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  kid: string;

  @Id()
  realmId: string;

  @Text(10)
  alg: SigningAlgorithm;

  /** Counts the keys of one algorithm in one realm: two nodes cannot both make the same one. */
  @Count()
  serial: number;

  @Text(10)
  state: KeyState;

  @Json()
  publicJwk: Record<string, unknown>;

  /** PKCS #8, sealed by `MASTER_KEY`. */
  @LongText()
  sealedPrivateKey: string;

  /** The longest life of a token that this key has signed: how long it is served once retired. */
  @Count()
  longestTokenSeconds: number;

  @Time()
  createdAt: number;

  @Time({ nullable: true })
  retiredAt: number | null;

  /** From then on no token signed by this key is alive, and the key is no longer served. */
  @Time({ nullable: true })
  servedUntil: number | null;
}
