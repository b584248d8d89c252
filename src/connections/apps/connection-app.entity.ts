import { Entity, Index } from 'typeorm';
import { Count, Flag, Id, Json, LongText, PrimaryId, Text, Time } from '../../database/columns.js';
import type { AppOrigin, AppStatus } from './app.types.js';

/** A service that connections lead to, as people of the realm see it. */
@Entity({ name: 'connection_apps' })
@Index(['realmId', 'slug'], { unique: true })
export class ConnectionAppEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Text(64)
  slug: string;

  @Text(255)
  name: string;

  @LongText({ nullable: true })
  description: string | null;

  /** Where the logo is fetched from; browsers get the copy of this server. */
  @LongText({ nullable: true })
  logoSourceUrl: string | null;

  @Text(16)
  status: AppStatus;

  @Flag()
  offered: boolean;

  @Json({ nullable: true })
  origin: AppOrigin | null;

  /** Whether every user of the realm may use the connections that are the realm's own. */
  @Flag()
  memberUse: boolean;

  /** The wire `client_id` or the user's id. */
  @Text(128, { nullable: true })
  createdBy: string | null;

  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
