import { Entity, Index } from 'typeorm';
import { Count, Flag, Id, Json, PrimaryId, Text, Time } from '../database/columns.js';

@Entity({ name: 'users' })
@Index(['realmId', 'usernameKey'], { unique: true })
@Index(['realmId', 'email'])
export class UserEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  /** As it was entered. */
  @Text(255)
  username: string;

  /** NFKC, lower case: what makes it unique. */
  @Text(255)
  usernameKey: string;

  @Text(255, { nullable: true })
  email: string | null;

  @Text(255, { nullable: true })
  fullName: string | null;

  @Json()
  attributes: Record<string, unknown>;

  /** Argon2id in PHC form; null for a user who cannot sign in by password. */
  @Text(255, { nullable: true })
  passwordHash: string | null;

  @Flag()
  enabled: boolean;

  /** Every grant made up to then is over: set by a change of password. */
  @Time({ nullable: true })
  notBefore: number | null;

  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
