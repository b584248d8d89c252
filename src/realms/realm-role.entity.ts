import { Entity, Index } from 'typeorm';
import { Id, PrimaryId, Text } from '../database/columns.js';

@Entity({ name: 'realm_roles' })
@Index(['realmId', 'name'], { unique: true })
export class RealmRoleEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Text(64)
  name: string;

  @Text(255, { nullable: true })
  description: string | null;
}
