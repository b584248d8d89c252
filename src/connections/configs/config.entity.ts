import { Entity, Index } from 'typeorm';
import { Count, Id, PrimaryId, Text, Time } from '../../database/columns.js';
import type { ConfigStatus } from './config.types.js';

/** A way to connect an app: what of it no version changes, and which version is the current one. */
@Entity({ name: 'connection_configs' })
@Index(['publicKey'], { unique: true })
@Index(['realmId', 'appId'])
export class ConfigEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  appId: string;

  @Text(22)
  publicKey: string;

  @Text(255)
  name: string;

  @Text(64, { nullable: true })
  preset: string | null;

  @Text(16)
  status: ConfigStatus;

  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
