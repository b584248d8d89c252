import { Entity } from 'typeorm';
import { DeliveryEntity } from '../../background/delivery.entity.js';
import { Id, Text } from '../../database/columns.js';

/** A logout token that a client has not taken yet. */
@Entity({ name: 'logout_deliveries' })
export class LogoutDeliveryEntity extends DeliveryEntity {
  /** The id of the client's row, not its wire `client_id`. */
  @Id()
  clientId: string;

  @Text(255)
  sub: string;

  @Id()
  sid: string;
}
