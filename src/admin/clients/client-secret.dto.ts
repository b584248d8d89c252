import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { TextField } from '../conventions/fields.js';

const MAX_OVERLAP_SECONDS = 31_536_000;

export class NewClientSecretDto {
  @TextField({
    description: 'Absent: one is generated.',
    example: 'a-secret-of-your-own-choice',
    min: 16,
    max: 256,
    pattern: /^[\x20-\x7e]+$/,
    rule: 'must consist of printable characters',
    optional: true,
  })
  clientSecret?: string;
}

export class NewClientSecretQueryDto {
  @ApiPropertyOptional({ description: 'Seconds after which the other secrets end; 0 ends them now.', example: 86400 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(MAX_OVERLAP_SECONDS)
  expireOthersIn?: number;
}

export class CreatedClientSecretDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'Shown this once.' })
  clientSecret: string;
}
