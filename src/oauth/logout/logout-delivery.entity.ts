import { Entity, Index } from 'typeorm';
import { Count, Id, PrimaryId, Text, Time } from '../../database/columns.js';

/** A logout token that a client has not taken yet: written in the transaction that ends the session, so none gets lost. */
@Entity({ name: 'logout_deliveries' })
@Index(['realmId'])
export class LogoutDeliveryEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  /** The id of the client's row, not its wire `client_id`. */
  @Id()
  clientId: string;

  @Text(255)
  sub: string;

  @Id()
  sid: string;

  @Count()
  failures: number;

  @Index()
  @Time()
  nextAttemptAt: number;

  @Time()
  createdAt: number;
}
