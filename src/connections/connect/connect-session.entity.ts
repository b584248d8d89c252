import { Entity, Index } from 'typeorm';
import { Count, Flag, Hash, Id, Json, LongText, PrimaryId, Text, Time } from '../../database/columns.js';
import type { ConnectSessionStatus, ConnectStarter } from './connect-session.types.js';

/** One way to a provider and back, under the hash of the handle in its address; see ConnectSession. */
@Entity({ name: 'connection_sessions' })
@Index(['realmId', 'userId'])
export class ConnectSessionEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Index({ unique: true })
  @Hash()
  tokenHash: Buffer;

  @Id()
  configId: string;

  @Count()
  configVersion: number;

  @Id({ nullable: true })
  userId: string | null;

  @Text(36)
  ownerKey: string;

  @Text(255)
  subjectLabel: string;

  @Id({ nullable: true })
  connectionId: string | null;

  @Flag()
  isReauthorization: boolean;

  @Text(64)
  slot: string;

  @Text(8)
  createdVia: ConnectStarter;

  /** The id of the client's row, not its wire `client_id`. */
  @Id({ nullable: true })
  clientId: string | null;

  @LongText({ nullable: true })
  returnUrl: string | null;

  @LongText({ nullable: true })
  errorUrl: string | null;

  @Text(43, { nullable: true })
  completionChallenge: string | null;

  @Json()
  params: Record<string, string>;

  @LongText({ nullable: true })
  inputs: string | null;

  @LongText({ nullable: true })
  held: string | null;

  @Text(12)
  status: ConnectSessionStatus;

  @Text(64, { nullable: true })
  failureCode: string | null;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;
}
