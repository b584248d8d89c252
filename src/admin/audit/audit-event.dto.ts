import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { AUDIT_OUTCOMES, type AuditOutcome } from '../../audit/audit.types.js';
import { TimeField } from '../conventions/fields.js';
import { PageQueryDto } from '../conventions/page.dto.js';

/** All that are given must hold. */
export class AuditQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ description: 'Exact type.', example: 'token.issued' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  type?: string;

  @ApiPropertyOptional({ description: 'Client id.', example: 'order-service' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  client?: string;

  @ApiPropertyOptional({
    description: 'Id of the user; in the list of one realm the username does too.',
    example: 'ada',
  })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  user?: string;

  @TimeField({ description: 'From then on.', optional: true })
  from?: string;

  @TimeField({ description: 'Up to but not including then.', optional: true })
  to?: string;
}

export class AuditEventDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ example: 'admin.client.created' })
  type: string;

  @ApiProperty({ enum: AUDIT_OUTCOMES })
  outcome: AuditOutcome;

  @ApiProperty({ format: 'uuid', description: 'Id of the realm; it may be gone.' })
  realmId: string;

  @ApiProperty({ type: String, nullable: true, example: 'realmgate-admin', description: 'Client id of who acted.' })
  clientId: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Id of the user who acted.' })
  userId: string | null;

  @ApiProperty({ type: String, nullable: true, example: '192.0.2.7' })
  address: string | null;

  @ApiProperty({ type: String, nullable: true, description: '`X-Request-Id` of the answer.' })
  requestId: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true, example: { target: 'order-service' } })
  detail: Record<string, unknown> | null;
}
