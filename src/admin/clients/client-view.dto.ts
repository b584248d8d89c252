import { ApiProperty } from '@nestjs/swagger';
import {
  CLIENT_ORIGINS,
  CLIENT_TYPES,
  REFRESH_TOKEN_POLICIES,
  type ClientOrigin,
  type ClientType,
  type RefreshTokenPolicy,
} from '../../clients/client.types.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';
import { CLIENT_AUTH_METHODS, type ClientAuthMethodName } from '../../protocol/names.js';
import { TOKEN_FORMATS, type TokenFormat } from '../../realms/realm.types.js';
import { ClientSignInViewDto } from './client-sign-in-view.dto.js';

/** Of a secret everything but the secret. */
export class ClientSecretInfoDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;
}

/** A client as it is read back. */
export class ClientDto extends ClientSignInViewDto {
  @ApiProperty({ example: 'order-service' })
  clientId: string;

  @ApiProperty({ type: String, nullable: true, example: 'Order service' })
  name: string | null;

  @ApiProperty({ enum: CLIENT_TYPES })
  type: ClientType;

  @ApiProperty({ enum: CLIENT_ORIGINS, description: "`realm`: the realm's own client, which cannot be deleted." })
  origin: ClientOrigin;

  @ApiProperty({ type: [String], example: ['client_credentials'] })
  grantTypes: string[];

  @ApiProperty({ type: [String], example: ['profile'] })
  scopes: string[];

  @ApiProperty({ type: [String], example: [] })
  defaultScopes: string[];

  @ApiProperty({ type: [String], example: [] })
  redirectUris: string[];

  @ApiProperty()
  requirePkce: boolean;

  @ApiProperty({ type: [String], example: Object.values(CLIENT_AUTH_METHODS).slice(0, 2) })
  tokenEndpointAuthMethods: ClientAuthMethodName[];

  @ApiProperty({ type: [String], example: [] })
  roles: string[];

  @ApiProperty({ type: [String], example: [] })
  audience: string[];

  @ApiProperty({ type: [String], example: [] })
  resources: string[];

  @ApiProperty({ enum: TOKEN_FORMATS, nullable: true })
  accessTokenFormat: TokenFormat | null;

  @ApiProperty({ enum: SIGNING_ALGORITHMS, nullable: true })
  accessTokenSigningAlg: SigningAlgorithm | null;

  @ApiProperty({ enum: SIGNING_ALGORITHMS })
  idTokenSignedResponseAlg: SigningAlgorithm;

  @ApiProperty({ type: Number, nullable: true })
  accessTokenValiditySeconds: number | null;

  @ApiProperty({ type: Number, nullable: true })
  refreshTokenValiditySeconds: number | null;

  @ApiProperty({ enum: REFRESH_TOKEN_POLICIES })
  refreshTokenPolicy: RefreshTokenPolicy;

  @ApiProperty()
  acceptsJson: boolean;

  @ApiProperty()
  refreshWithoutAuthentication: boolean;

  @ApiProperty({ type: String, nullable: true })
  assertionAudience: string | null;

  @ApiProperty()
  enabled: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  notBefore: string | null;

  @ApiProperty({
    type: [ClientSecretInfoDto],
    description: 'Its live secrets, two at most. A client that was made without one is authenticated by the realm key.',
  })
  secrets: ClientSecretInfoDto[];

  @ApiProperty({ description: 'Counts writes; the `ETag`.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class CreatedClientDto extends ClientDto {
  @ApiProperty({ required: false, description: 'Shown this once, and only when the server generated it.' })
  clientSecret?: string;
}
