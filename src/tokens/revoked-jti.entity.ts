import { Entity, Index } from 'typeorm';
import { Id, PrimaryId, Time } from '../database/columns.js';

/** A JWT access token that was revoked before it expired. */
@Entity({ name: 'revoked_jtis', withoutRowid: true })
export class RevokedJtiEntity {
  /** `jti` is a UUIDv7 of this server's making. */
  @PrimaryId()
  jti: string;

  @Id()
  realmId: string;

  @Index()
  @Time()
  expiresAt: number;
}
