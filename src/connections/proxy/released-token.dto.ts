import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

const MAX_TTL = 3600;

export class TokenQueryDto {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_TTL,
    default: 0,
    description: 'Seconds for which the token has to be good at least, as far as the provider allows.',
  })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_TTL)
  minTtl: number = 0;
}

/** Never the refresh token. */
export class ReleasedTokenDto {
  @ApiProperty()
  accessToken: string;

  @ApiProperty({ example: 'Bearer' })
  tokenType: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null when nobody knows.' })
  expiresAt: string | null;

  @ApiProperty({ description: 'Grows with every refresh.', example: 3 })
  version: number;

  @ApiProperty({ type: [String] })
  scopes: string[];
}
