import { Entity, Index } from 'typeorm';
import type { SigningAlgorithm } from '../kernel/jws.js';
import type { ClientAuthMethodName } from '../protocol/names.js';
import { Count, Flag, Id, Json, LongText, PrimaryId, Text, Time } from '../database/columns.js';
import type { TokenFormat } from '../realms/realm.types.js';
import type { ClientOrigin, ClientType, RefreshTokenPolicy, StoredSecret } from './client.types.js';
import type {
  ApplicationType,
  AssertionAlgorithm,
  ClientJwks,
  RequestObjectAlgorithm,
  SubjectType,
} from './sign-in.types.js';

@Entity({ name: 'clients' })
@Index(['realmId', 'clientId'], { unique: true })
@Index(['origin', 'realmId', 'createdAt'])
export class ClientEntity {
  @PrimaryId()
  id: string;

  @Id()
  realmId: string;

  @Text(128)
  clientId: string;

  @Text(255, { nullable: true })
  name: string | null;

  @Text(16)
  type: ClientType;

  /** Who made it, and so what may be done with it. */
  @Text(16)
  origin: ClientOrigin;

  @Json()
  grantTypes: string[];

  @Json()
  scopes: string[];

  @Json()
  defaultScopes: string[];

  @Json()
  redirectUris: string[];

  @Flag()
  requirePkce: boolean;

  @Json()
  tokenEndpointAuthMethods: ClientAuthMethodName[];

  @Json()
  audience: string[];

  @Json()
  resources: string[];

  @Text(10, { nullable: true })
  accessTokenFormat: TokenFormat | null;

  @Text(10, { nullable: true })
  accessTokenSigningAlg: SigningAlgorithm | null;

  @Text(10)
  idTokenSignedResponseAlg: SigningAlgorithm;

  @Count({ nullable: true })
  accessTokenValiditySeconds: number | null;

  @Count({ nullable: true })
  refreshTokenValiditySeconds: number | null;

  @Text(10)
  refreshTokenPolicy: RefreshTokenPolicy;

  @Flag()
  acceptsJson: boolean;

  @Flag()
  refreshWithoutAuthentication: boolean;

  @Text(255, { nullable: true })
  assertionAudience: string | null;

  @Text(10)
  applicationType: ApplicationType;

  @Json()
  postLogoutRedirectUris: string[];

  @LongText({ nullable: true })
  backchannelLogoutUri: string | null;

  @Flag()
  backchannelLogoutSessionRequired: boolean;

  @Text(10)
  subjectType: SubjectType;

  @LongText({ nullable: true })
  sectorIdentifierUri: string | null;

  @Text(10, { nullable: true })
  userinfoSignedResponseAlg: SigningAlgorithm | null;

  @Text(10, { nullable: true })
  requestObjectSigningAlg: RequestObjectAlgorithm | null;

  @Json()
  requestUris: string[];

  @Json({ nullable: true })
  jwks: ClientJwks | null;

  @LongText({ nullable: true })
  jwksUri: string | null;

  @Text(10, { nullable: true })
  tokenEndpointAuthSigningAlg: AssertionAlgorithm | null;

  @Count({ nullable: true })
  defaultMaxAge: number | null;

  @Flag()
  requireAuthTime: boolean;

  @Json()
  defaultAcrValues: string[];

  @LongText({ nullable: true })
  initiateLoginUri: string | null;

  @LongText({ nullable: true })
  clientUri: string | null;

  @LongText({ nullable: true })
  logoUri: string | null;

  @LongText({ nullable: true })
  policyUri: string | null;

  @LongText({ nullable: true })
  tosUri: string | null;

  @Json()
  contacts: string[];

  /** SHA-256 of the registration access token, base64url; null for a client that did not register itself. */
  @Text(43, { nullable: true })
  registrationHash: string | null;

  /** When a client of dynamic registration proved itself last; to the day, and no part of its version. */
  @Time({ nullable: true })
  usedAt: number | null;

  /** At most two live ones; empty for a client that the realm key authenticates. */
  @Json()
  secrets: StoredSecret[];

  @Flag()
  enabled: boolean;

  @Time({ nullable: true })
  notBefore: number | null;

  @Count()
  version: number;

  @Time()
  createdAt: number;

  @Time()
  updatedAt: number;
}
