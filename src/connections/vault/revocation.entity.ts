import { Entity } from 'typeorm';
import { DeliveryEntity } from '../../background/delivery.entity.js';
import { Count, Id, LongText } from '../../database/columns.js';

/** Tokens of a connection that is gone, which their provider has not been told yet. */
@Entity({ name: 'connection_revocations' })
export class RevocationEntity extends DeliveryEntity {
  @Id()
  connectionId: string;

  @Id()
  configId: string;

  @Count()
  configVersion: number;

  /** JSON of the variables that the request needs. */
  @LongText()
  sealedTokens: string;
}
