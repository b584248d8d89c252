import { Entity, Index } from 'typeorm';
import { Hash, Id, LongText, PrimaryHash, Time } from '../../database/columns.js';

/** What one callback is compared with, under the hash of its `state`; see ConnectState. */
@Entity({ name: 'connection_states' })
@Index(['realmId', 'sessionId'])
export class ConnectStateEntity {
  @PrimaryHash()
  hash: Buffer;

  @Id()
  realmId: string;

  @Id()
  sessionId: string;

  @Id()
  configId: string;

  @Id({ nullable: true })
  userId: string | null;

  @Hash()
  browserHash: Buffer;

  @Id({ nullable: true })
  userSessionId: string | null;

  /** What only this server knows of the way out; see ConnectRoute. */
  @LongText()
  sealedRoute: string;

  @LongText()
  redirectUri: string;

  /** Of the handle under which a callback that came as a form waits for its browser. */
  @Index({ unique: true })
  @Hash({ nullable: true })
  parkedHash: Buffer | null;

  /** Sealed: the parameters of that callback. */
  @LongText({ nullable: true })
  sealedParameters: string | null;

  @Time({ nullable: true })
  parkedUntil: number | null;

  @Time()
  createdAt: number;

  @Index()
  @Time()
  expiresAt: number;

  @Time({ nullable: true })
  usedAt: number | null;
}
