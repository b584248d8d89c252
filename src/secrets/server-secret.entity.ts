import { Entity, PrimaryColumn } from 'typeorm';
import { LongText } from '../database/columns.js';

/** A random key of the server itself, sealed by `MASTER_KEY`; made once, at the first start. */
@Entity({ name: 'server_secrets' })
export class ServerSecretEntity {
  @PrimaryColumn({ type: 'varchar', length: 50 })
  name: string;

  @LongText()
  sealed: string;
}
