import { ApiProperty } from '@nestjs/swagger';
import { CONNECTION_STATUSES } from '../vault/connection.types.js';

const nullable = true;

/** A connection as its owner sees it; never a token. */
export class OwnConnectionDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid', description: 'By which config.' })
  config: string;

  @ApiProperty({ description: 'Name of the app.', example: 'Acme CRM' })
  app: string;

  @ApiProperty({ enum: ['user', 'realm'], description: '`realm`: its own, for those of its users who may use it.' })
  level: string;

  @ApiProperty({ example: 'default' })
  slot: string;

  @ApiProperty({ type: String, nullable })
  label: string | null;

  @ApiProperty({
    type: String,
    nullable,
    description: 'What the provider calls the account.',
    example: 'ada@example.com',
  })
  account: string | null;

  @ApiProperty({ enum: CONNECTION_STATUSES })
  status: string;

  @ApiProperty({ type: String, nullable, description: 'Why it is not `active`.' })
  statusReason: string | null;

  @ApiProperty({ enum: ['ok', 'failing'] })
  health: string;

  @ApiProperty({ type: [String] })
  grantedScopes: readonly string[];

  @ApiProperty({ type: [String] })
  missingScopes: readonly string[];

  @ApiProperty({ type: String, nullable, format: 'date-time', description: 'When it was last known to work.' })
  lastVerifiedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

/** Something that a user can connect. */
export class ConnectableDto {
  @ApiProperty({ format: 'uuid' })
  config: string;

  @ApiProperty({ example: 'Sign in with Acme' })
  name: string;

  @ApiProperty({ example: 'Acme CRM' })
  app: string;

  @ApiProperty({ type: String, nullable })
  description: string | null;

  @ApiProperty({ enum: ['user', 'realm'] })
  level: string;

  @ApiProperty({ type: [String] })
  scopes: readonly string[];
}

export class OwnConnectionsDto {
  @ApiProperty({
    type: [OwnConnectionDto],
    description: 'Those of the user, and those of the realm that the user may use.',
  })
  connections: OwnConnectionDto[];

  @ApiProperty({ type: [ConnectableDto] })
  available: ConnectableDto[];
}
