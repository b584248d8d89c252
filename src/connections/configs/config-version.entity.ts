import { Entity, Index } from 'typeorm';
import { Count, Id, Json, LongText, PrimaryId, Time } from '../../database/columns.js';

/** What a config said at one time; rows are added and deleted, and never changed but for the key that seals them. */
@Entity({ name: 'connection_config_versions' })
@Index(['configId', 'version'], { unique: true })
@Index(['realmId'])
export class ConfigVersionEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  configId: string;

  @Count()
  version: number;

  /** JSON of a ConfigDefinition; sealed, for the body of a request may hold a secret that somebody typed into it. */
  @LongText()
  sealedDefinition: string;

  @LongText({ nullable: true })
  sealedClientSecret: string | null;

  /** Where the secret may be sent, as it was when somebody entered it. */
  @Json({ nullable: true })
  clientSecretHosts: string[] | null;

  @Time()
  createdAt: number;
}
