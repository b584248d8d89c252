import { Entity, Index } from 'typeorm';
import { Count, Hash, Id, Json, PrimaryId, Text, Time } from '../../database/columns.js';

/** One user signed in at one browser. Ending it deletes the row. */
@Entity({ name: 'sessions' })
@Index(['realmId', 'userId'])
export class SessionEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  userId: string;

  /** SHA-256 of the value in the browser's cookie. */
  @Index({ unique: true })
  @Hash()
  valueHash: Buffer;

  @Time()
  authTime: number;

  @Text(255, { nullable: true })
  acr: string | null;

  @Json()
  amr: string[];

  @Text(64, { nullable: true })
  address: string | null;

  @Text(255, { nullable: true })
  userAgent: string | null;

  /** Counts what was begun in it: that changes the row, so that on no node the session ends without seeing it. */
  @Count()
  held: number;

  @Time()
  createdAt: number;

  @Time()
  lastSeenAt: number;

  @Index()
  @Time()
  expiresAt: number;
}
