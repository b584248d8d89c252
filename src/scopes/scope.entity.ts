import { Entity, Index } from 'typeorm';
import { Id, PrimaryId, Text } from '../database/columns.js';

@Entity({ name: 'scopes' })
@Index(['realmId', 'name'], { unique: true })
export class ScopeEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Text(128)
  name: string;

  /** What the consent page says of it. */
  @Text(255, { nullable: true })
  description: string | null;
}
