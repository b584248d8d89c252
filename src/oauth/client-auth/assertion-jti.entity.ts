import { Entity, Index } from 'typeorm';
import { Id, PrimaryHash, Time } from '../../database/columns.js';

/** An assertion that has proved its client and cannot do so again. */
@Entity({ name: 'assertion_jtis', withoutRowid: true })
export class AssertionJtiEntity {
  /** Of realm, client and `jti`. */
  @PrimaryHash()
  hash: Buffer;

  @Id()
  realmId: string;

  @Index()
  @Time()
  expiresAt: number;
}
