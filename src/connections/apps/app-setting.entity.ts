import { Entity, Index } from 'typeorm';
import { Flag, Id, Json, LongText, PrimaryId, Text } from '../../database/columns.js';
import type { ConnectionLevel } from '../configs/config.types.js';
import type { SettingKind, SettingPrompt } from './app.types.js';

/** What an app asks for: of the realm once, or of each user. */
@Entity({ name: 'connection_app_settings' })
@Index(['appId', 'name'], { unique: true })
@Index(['realmId'])
export class AppSettingEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  appId: string;

  @Text(64)
  name: string;

  @Text(10)
  level: ConnectionLevel;

  @Text(10)
  kind: SettingKind;

  @Flag()
  required: boolean;

  /** Never of a secret. */
  @LongText({ nullable: true })
  defaultValue: string | null;

  @Text(255, { nullable: true })
  pattern: string | null;

  /** Of the kind `choice` alone. */
  @Json({ nullable: true })
  choices: string[] | null;

  @LongText({ nullable: true })
  help: string | null;

  @Text(10)
  prompt: SettingPrompt;
}
