import { Entity, Index } from 'typeorm';
import { Count, Id, LongText, PrimaryId, Text, Time } from '../../database/columns.js';

/** A key that seals what the realm's connections keep; itself sealed by the realm's own key. */
@Entity({ name: 'connection_keys' })
@Index(['realmId', 'kid'], { unique: true })
@Index(['realmId', 'active'], { unique: true })
export class VaultKeyEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Text(64)
  kid: string;

  @LongText()
  sealedKey: string;

  @Text(16)
  state: string;

  /** 1 for the one that seals, else null: no realm has two of them. */
  @Count({ nullable: true })
  active: number | null;

  /** Values that it may have sealed: they are counted before they are, by the block. */
  @Time()
  uses: number;

  @Time()
  createdAt: number;

  @Time({ nullable: true })
  retiredAt: number | null;
}
