import { Entity, Index } from 'typeorm';
import { Id, PrimaryId, Text } from '../database/columns.js';
import type { SubjectKind } from './realm.types.js';

/** A role held by a user or a client of the realm. */
@Entity({ name: 'role_assignments' })
@Index(['roleId'])
export class RoleAssignmentEntity {
  @PrimaryId()
  subjectId: string;

  @PrimaryId()
  roleId: string;

  @Id()
  realmId: string;

  @Text(10)
  subjectKind: SubjectKind;
}
