import { Entity, Index } from 'typeorm';
import { Count, Hash, Id, Json, LongText, PrimaryId, Text, Time } from '../../database/columns.js';
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

  @Text(64)
  slot: string;

  @Text(255, { nullable: true })
  subjectLabel: string | null;

  @Id({ nullable: true })
  connectionId: string | null;

  @Text(10)
  createdVia: ConnectStarter;

  /** Id of the user, or wire `client_id` of the service. */
  @Text(128)
  startedBy: string;

  @LongText({ nullable: true })
  returnUrl: string | null;

  @LongText({ nullable: true })
  errorUrl: string | null;

  @Text(64, { nullable: true })
  completionChallenge: string | null;

  @Json()
  params: Record<string, string>;

  @LongText({ nullable: true })
  sealedTokens: string | null;

  @Text(16)
  status: ConnectSessionStatus;

  @Text(64, { nullable: true })
  failureCode: string | null;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;
}
