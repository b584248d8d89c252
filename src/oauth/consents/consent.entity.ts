import { Entity, Index } from 'typeorm';
import { Id, LongText, PrimaryId, Time } from '../../database/columns.js';

/** What one user has allowed one client. Taking it back deletes the row. */
@Entity({ name: 'consents' })
@Index(['realmId', 'userId', 'clientId'], { unique: true })
@Index(['realmId', 'clientId'])
export class ConsentEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Id()
  userId: string;

  /** The id of the client's row, not its wire `client_id`. */
  @Id()
  clientId: string;

  /** Space-separated (RFC 6749 section 3.3). */
  @LongText()
  scope: string;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
