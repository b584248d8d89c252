import { Entity, Index } from 'typeorm';
import { Id, PrimaryId, Text, Time } from '../../database/columns.js';
import type { InstallationStatus } from './app.types.js';

/** That a realm uses an app. */
@Entity({ name: 'connection_installations' })
@Index(['realmId', 'appId'], { unique: true })
export class InstallationEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  appId: string;

  @Text(20)
  status: InstallationStatus;

  /** The wire `client_id` or the user's id. */
  @Text(128, { nullable: true })
  installedBy: string | null;

  @Time()
  createdAt: number;
}
