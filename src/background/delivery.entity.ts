import { Index } from 'typeorm';
import { Count, Id, PrimaryId, Time } from '../database/columns.js';

/** What all outboxes have in common; to whom and of what stands in columns of their own. */
export abstract class DeliveryEntity {
  @PrimaryId()
  id: string;

  @Index()
  @Id()
  realmId: string;

  @Count()
  failures: number;

  @Index()
  @Time()
  nextAttemptAt: number;

  @Time()
  createdAt: number;
}
