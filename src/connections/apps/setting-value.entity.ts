import { Entity, Index } from 'typeorm';
import { Id, Json, LongText, PrimaryId, Text, Time } from '../../database/columns.js';

/** What the realm or one user entered for a setting; sealed, whether it is a secret or not. */
@Entity({ name: 'connection_setting_values' })
@Index(['settingId', 'ownerKey'], { unique: true })
@Index(['realmId', 'userId'])
export class SettingValueEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  settingId: string;

  /** Null for the realm's. */
  @Id({ nullable: true })
  userId: string | null;

  /** The user's id, or `realm`: a unique index lets nulls repeat. */
  @Text(36)
  ownerKey: string;

  @LongText()
  sealedValue: string;

  /** Where a secret may be sent, as it was when somebody entered it; null for what is none. */
  @Json({ nullable: true })
  hosts: string[] | null;

  @Time()
  updatedAt: number;
}
