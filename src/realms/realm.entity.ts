import { Entity, Index } from 'typeorm';
import { Count, Flag, Hash, Json, LongText, PrimaryId, Text, Time } from '../database/columns.js';
import type { Branding, PasswordPolicy, RegistrationPolicy, RegistrationRules, TokenFormat } from './realm.types.js';
import type { SigningAlgorithm } from '../kernel/jws.js';

@Entity({ name: 'realms' })
export class RealmEntity {
  @PrimaryId()
  id: string;

  @Index({ unique: true })
  @Text(50)
  name: string;

  @Text(255, { nullable: true })
  displayName: string | null;

  @LongText({ nullable: true })
  description: string | null;

  /** Keyed hash of the realm key; null stands for the configured default key, whatever that is at the time. */
  @Hash({ nullable: true })
  keyHash: Buffer | null;

  /** Null stands for the configured default. */
  @Count({ nullable: true })
  tokenValiditySeconds: number | null;

  @Count()
  refreshTokenValiditySeconds: number;

  @Count()
  grantValiditySeconds: number;

  @Count()
  sessionIdleSeconds: number;

  @Count()
  sessionMaxSeconds: number;

  @Count()
  refreshGraceSeconds: number;

  @Text(10)
  accessTokenFormat: TokenFormat;

  @Text(10)
  signingAlgorithm: SigningAlgorithm;

  @Json()
  passwordPolicy: PasswordPolicy;

  @Json()
  branding: Branding;

  @Text(10)
  registration: RegistrationPolicy;

  @Json()
  registrationRules: RegistrationRules;

  /** Whether people may make accounts for themselves. */
  @Flag()
  selfRegistration: boolean;

  /** Whether services may have users connect accounts with nothing but the users' own word for it. */
  @Flag()
  connectConfirmationOnly: boolean;

  @Flag()
  enabled: boolean;

  /** What was issued up to this moment is refused. */
  @Time({ nullable: true })
  notBefore: number | null;

  /** The key that seals this realm's vault, itself sealed by `MASTER_KEY`. */
  @LongText()
  sealedDataKey: string;

  /** Counts writes: the ETag of the resource. */
  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
