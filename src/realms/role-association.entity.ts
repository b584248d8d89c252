import { Entity, Index } from 'typeorm';
import { Id, PrimaryId } from '../database/columns.js';

/** The only bridge between realms: holders of the parent role hold the child role in the child realm. */
@Entity({ name: 'role_associations' })
@Index(['realmId', 'parentRoleId', 'childRoleId'], { unique: true })
@Index(['childRealmId'])
export class RoleAssociationEntity {
  @PrimaryId()
  id: string;

  /** The parent realm. */
  @Id()
  realmId: string;

  @Id()
  parentRoleId: string;

  @Id()
  childRealmId: string;

  @Id()
  childRoleId: string;
}
