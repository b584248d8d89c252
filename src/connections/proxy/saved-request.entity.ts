import { Entity, Index } from 'typeorm';
import { Count, Id, Json, LongText, PrimaryId, Text, Time } from '../../database/columns.js';

/** A call to an app's API that is made by its name. */
@Entity({ name: 'connection_requests' })
@Index(['appId', 'name'], { unique: true })
@Index(['realmId'])
export class SavedRequestEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  appId: string;

  @Text(64)
  name: string;

  @Text(10)
  method: string;

  @LongText()
  path: string;

  @Json()
  headers: Record<string, string>;

  @Json()
  query: Record<string, string>;

  @LongText({ nullable: true })
  body: string | null;

  @Text(10)
  bodyFormat: string;

  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
