import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQueryDto } from '../conventions/page.dto.js';

export class GrantsQueryDto extends PageQueryDto {
  @ApiPropertyOptional({ description: 'Only those of this user, by username.', example: 'ada' })
  @IsOptional()
  @IsString()
  @MaxLength(255)
  user?: string;

  @ApiPropertyOptional({ description: 'Only those of this client, by client id.', example: 'order-service' })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  client?: string;
}

/** One authorization that is live: everything issued from it dies with it. */
export class GrantDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: 'order-service', description: 'Null when the client is gone.' })
  client: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'ada', description: 'Null when no user stands behind it.' })
  user: string | null;

  @ApiProperty({ type: [String], example: ['openid', 'profile'] })
  scopes: string[];

  @ApiProperty({ type: [String], example: [] })
  resources: string[];

  @ApiProperty({ description: 'How often its refresh token was rotated.', example: 0 })
  generation: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}
