import { Entity, Index } from 'typeorm';
import { Count, Id, LongText, PrimaryId, Time } from '../../database/columns.js';

/** Tokens of a connection that is gone, which their provider has not been told yet; written where the connection ends. */
@Entity({ name: 'connection_revocations' })
@Index(['realmId'])
export class RevocationEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  connectionId: string;

  @Id()
  configId: string;

  @Count()
  configVersion: number;

  /** JSON of the variables that the request needs. */
  @LongText()
  sealedTokens: string;

  @Count()
  failures: number;

  @Index()
  @Time()
  nextAttemptAt: number;

  @Time()
  createdAt: number;
}
