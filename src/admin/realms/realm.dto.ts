import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsHexColor, IsUrl, ValidateNested } from 'class-validator';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';
import {
  REGISTRATION_POLICIES,
  TOKEN_FORMATS,
  type RegistrationPolicy,
  type TokenFormat,
} from '../../realms/realm.types.js';
import {
  ChoiceField,
  field,
  FlagField,
  IntegerField,
  SecondsField,
  TextField,
  TimeField,
} from '../conventions/fields.js';
import { RegistrationRulesDto } from './registration-rules.dto.js';

const MAX_PASSWORD = 256;
const optional = true;
const nullable = true;

export class PasswordPolicyDto {
  @IntegerField({ description: 'Least number of characters.', example: 8, min: 4, max: MAX_PASSWORD, optional })
  minLength?: number;

  @IntegerField({ description: 'Greatest number of characters.', example: 256, min: 8, max: MAX_PASSWORD, optional })
  maxLength?: number;
}

export class BrandingDto {
  @field(
    { description: 'Logo of the pages: https alone.', example: 'https://example.com/logo.png', optional, nullable },
    { type: String, format: 'uri' },
    [IsUrl({ protocols: ['https'], require_protocol: true })],
  )
  logoUri?: string | null;

  @field({ description: 'Colour of buttons and links.', example: '#0057b7', optional, nullable }, { type: String }, [
    IsHexColor(),
  ])
  primaryColor?: string | null;
}

/** The body of a PATCH: what is absent stays, null clears. */
export class RealmChangesDto {
  @TextField({ description: 'Name that people read.', example: 'Acme', optional, nullable })
  displayName?: string | null;

  @TextField({
    description: 'What the realm is for.',
    example: 'Customers of Acme',
    min: 0,
    max: 4000,
    optional,
    nullable,
  })
  description?: string | null;

  @TextField({
    description:
      "Authenticates the realm's own client and every client without a secret. Never read back; null brings back the default key.",
    example: 'a-key-of-this-realm',
    min: 5,
    max: 128,
    optional,
    nullable,
  })
  key?: string | null;

  @SecondsField({
    description: 'Lifetime of access tokens; null brings back the default.',
    example: 43200,
    optional,
    nullable,
  })
  tokenValiditySeconds?: number | null;

  @SecondsField({ description: 'Idle lifetime of refresh tokens, from each rotation.', example: 2592000, optional })
  refreshTokenValiditySeconds?: number;

  @SecondsField({ description: 'Absolute lifetime of a grant.', example: 31536000, optional })
  grantValiditySeconds?: number;

  @SecondsField({ description: 'How long a browser session may idle.', example: 1800, optional })
  sessionIdleSeconds?: number;

  @SecondsField({ description: 'Absolute lifetime of a browser session.', example: 36000, optional })
  sessionMaxSeconds?: number;

  @IntegerField({
    description: 'For how long a refresh may be repeated after it was answered.',
    example: 10,
    min: 0,
    max: 300,
    optional,
  })
  refreshGraceSeconds?: number;

  @ChoiceField({ description: 'Form of access tokens.', example: 'jwt', of: TOKEN_FORMATS, optional })
  accessTokenFormat?: TokenFormat;

  @ChoiceField({
    description: 'Algorithm that signs access tokens.',
    example: 'ES256',
    of: SIGNING_ALGORITHMS,
    optional,
  })
  signingAlgorithm?: SigningAlgorithm;

  @field({ description: 'Merged member by member.', optional }, { type: PasswordPolicyDto }, [
    ValidateNested(),
    Type(() => PasswordPolicyDto),
  ])
  passwordPolicy?: PasswordPolicyDto;

  @field({ description: 'Merged member by member.', optional }, { type: BrandingDto }, [
    ValidateNested(),
    Type(() => BrandingDto),
  ])
  branding?: BrandingDto;

  @ChoiceField({ description: 'Who may register clients.', example: 'off', of: REGISTRATION_POLICIES, optional })
  registration?: RegistrationPolicy;

  @field(
    { description: 'What clients that register may be. Merged member by member.', optional },
    { type: RegistrationRulesDto },
    [ValidateNested(), Type(() => RegistrationRulesDto)],
  )
  registrationRules?: RegistrationRulesDto;

  @FlagField({
    description: 'Whether people may make accounts for themselves, with an e-mail address that they prove.',
    example: false,
    optional,
  })
  selfRegistration?: boolean;

  @FlagField({
    description:
      'Whether a service may have a user connect an account without `completionChallenge`: the user, signed in, confirms on the page, and no one else is asked.',
    example: false,
    optional,
  })
  connectConfirmationOnly?: boolean;

  @FlagField({ description: 'A disabled realm answers 404 on all its paths.', example: true, optional })
  enabled?: boolean;

  @TimeField({ description: 'Whatever was issued up to then is refused.', optional, nullable })
  notBefore?: string | null;
}

export class NewRealmDto extends RealmChangesDto {
  @TextField({
    description: 'Immutable; part of every path of the realm, and the id of its own client.',
    example: 'acme',
    max: 50,
    pattern: /^[a-zA-Z0-9_-]+$/,
    rule: 'must consist of letters, digits, _ and -',
  })
  name: string;
}

export class RealmDto {
  @ApiProperty({ example: 'acme' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: 'Acme' })
  displayName: string | null;

  @ApiProperty({ type: String, nullable: true })
  description: string | null;

  @ApiProperty({ description: 'Whether the configured default key is in force.' })
  usesDefaultKey: boolean;

  @ApiProperty({ example: 43200 })
  tokenValiditySeconds: number;

  @ApiProperty({ example: 2592000 })
  refreshTokenValiditySeconds: number;

  @ApiProperty({ example: 31536000 })
  grantValiditySeconds: number;

  @ApiProperty({ example: 1800 })
  sessionIdleSeconds: number;

  @ApiProperty({ example: 36000 })
  sessionMaxSeconds: number;

  @ApiProperty({ example: 10 })
  refreshGraceSeconds: number;

  @ApiProperty({ enum: TOKEN_FORMATS })
  accessTokenFormat: TokenFormat;

  @ApiProperty({ enum: SIGNING_ALGORITHMS })
  signingAlgorithm: SigningAlgorithm;

  @ApiProperty()
  passwordPolicy: PasswordPolicyDto;

  @ApiProperty()
  branding: BrandingDto;

  @ApiProperty({ enum: REGISTRATION_POLICIES })
  registration: RegistrationPolicy;

  @ApiProperty()
  registrationRules: RegistrationRulesDto;

  @ApiProperty({ example: false })
  selfRegistration: boolean;

  @ApiProperty({ example: false })
  connectConfirmationOnly: boolean;

  @ApiProperty()
  enabled: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  notBefore: string | null;

  @ApiProperty({ description: 'Counts writes; the `ETag`.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}
