import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  CONNECTION_STATUSES,
  type ConnectionHealth,
  type ConnectionStatus,
} from '../../../connections/vault/connection.types.js';
import { FlagField, TextField, TextListField, TimeField } from '../../conventions/fields.js';
import { PageQueryDto } from '../../conventions/page.dto.js';

const optional = true;
const nullable = true;

/** All that are given must hold. */
export class ConnectionQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'Id of the config.' })
  @IsOptional()
  @IsString()
  @MaxLength(36)
  config?: string;

  @ApiPropertyOptional({ description: '`realm`, or the id of a user.', example: 'realm' })
  @IsOptional()
  @IsString()
  @MaxLength(36)
  owner?: string;

  @ApiPropertyOptional({ enum: CONNECTION_STATUSES })
  @IsOptional()
  @IsIn([...CONNECTION_STATUSES])
  status?: ConnectionStatus;

  @ApiPropertyOptional({ description: 'Id of the account at the provider.', example: '4711' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  account?: string;
}

export class ConnectionChangesDto {
  @TextField({ description: 'Name that people read.', example: 'Sales team', optional, nullable })
  label?: string | null;

  @FlagField({ description: 'A disabled one is of no use until it is enabled again.', example: true, optional })
  enabled?: boolean;
}

export class DisconnectQueryDto {
  @ApiPropertyOptional({ enum: ['auto', 'never'], description: 'Whether the provider is told.', default: 'auto' })
  @IsOptional()
  @IsIn(['auto', 'never'])
  revoke: 'auto' | 'never' = 'auto';
}

export class NewConnectionDto {
  @TextField({ description: 'Id of the config.', example: '0193c1f2-0000-7000-8000-000000000001', max: 36 })
  config: string;

  @TextField({
    description: 'Id of the user, for a config whose connections are those of users.',
    example: '0193c1f2-0000-7000-8000-000000000002',
    max: 36,
    optional,
  })
  userId?: string;

  @TextField({ description: 'What tells several of one owner apart.', example: 'default', max: 64, optional })
  slot?: string;

  @TextField({ description: 'Name that people read.', example: 'Sales team', optional, nullable })
  label?: string | null;

  @TextField({ description: 'Never read back.', example: 'an-access-token', max: 16_384, optional })
  accessToken?: string;

  @TextField({ description: 'Never read back.', example: 'a-refresh-token', max: 16_384, optional })
  refreshToken?: string;

  @TimeField({ description: 'When the access token ends; then a refresh token is needed.', optional })
  expiresAt?: string;

  @TimeField({ description: 'When the refresh token ends.', optional })
  refreshExpiresAt?: string;

  @TextListField({ description: 'Scopes that were granted.', example: ['read'], optional })
  scopes?: string[];

  @TextField({ description: 'Id of the account at the provider.', example: '4711', optional })
  accountId?: string;

  @TextField({ description: 'What people call the account.', example: 'ada@example.com', optional })
  accountLabel?: string;
}

export class ConnectionOwnerDto {
  @ApiProperty({ enum: ['user', 'realm'] })
  kind: 'user' | 'realm';

  @ApiPropertyOptional({ format: 'uuid' })
  userId?: string;
}

/** Never a token. */
export class ConnectionDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  configId: string;

  @ApiProperty({ description: 'Version of the config that it goes by.' })
  configVersion: number;

  @ApiProperty({ type: ConnectionOwnerDto })
  owner: ConnectionOwnerDto;

  @ApiProperty({ example: 'default' })
  slot: string;

  @ApiProperty({ type: String, nullable })
  label: string | null;

  @ApiProperty({ type: String, nullable })
  upstreamAccountId: string | null;

  @ApiProperty({ type: String, nullable })
  upstreamLabel: string | null;

  @ApiProperty({ enum: CONNECTION_STATUSES })
  status: ConnectionStatus;

  @ApiProperty({ type: String, nullable, description: 'Why it is in that state: `host_changed`, `lost_response` ...' })
  statusReason: string | null;

  @ApiProperty({ enum: ['ok', 'failing'] })
  health: ConnectionHealth;

  @ApiProperty({ type: [String] })
  grantedScopes: string[];

  @ApiProperty({ type: [String] })
  missingScopes: string[];

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  params: Record<string, string>;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  meta: Record<string, string>;

  @ApiProperty({ type: String, format: 'date-time', nullable })
  accessExpiresAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable })
  refreshExpiresAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable })
  lastRefreshedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable })
  lastVerifiedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable })
  lastUsedAt: string | null;

  @ApiProperty({ description: 'Refreshes that failed since the last one that did not.' })
  failCount: number;

  @ApiProperty({ type: String, format: 'date-time', nullable })
  nextAttemptAt: string | null;

  @ApiProperty({ type: String, nullable, description: 'Client id, or id of the user.' })
  createdBy: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export class TestedConnectionDto {
  @ApiProperty({ type: String, nullable, description: 'Id of the account, where the config says how to find it.' })
  accountId: string | null;

  @ApiProperty({ type: String, nullable })
  accountLabel: string | null;
}

export class ConnectionEventDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'connection.needs_reauth' })
  type: string;

  @ApiProperty({ type: 'object', additionalProperties: true })
  detail: Record<string, unknown>;

  @ApiProperty({ format: 'date-time' })
  at: string;
}

export class StatusCountsDto {
  @ApiProperty({ example: 0 })
  pending: number;

  @ApiProperty({ example: 41 })
  active: number;

  @ApiProperty({ example: 1 })
  needs_reauth: number;

  @ApiProperty({ example: 0 })
  disabled: number;
}

export class ConnectionCountsDto {
  @ApiProperty({ example: 42 })
  total: number;

  @ApiProperty({ type: StatusCountsDto })
  byStatus: StatusCountsDto;
}
