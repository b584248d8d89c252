import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsObject, IsOptional } from 'class-validator';
import { CONFIG_STATUSES, type ConfigStatus } from '../../../connections/configs/config.types.js';
import { ChoiceField, field, FlagField, TextField } from '../../conventions/fields.js';
import { IsTextRecord } from '../text-record.validator.js';
import { ConfigDefinitionDto } from './config-definition.dto.js';

const optional = true;
const nullable = true;

/** The fields that POST and PATCH have in common. */
class ConfigFieldsDto extends ConfigDefinitionDto {
  @TextField({ description: 'Provider that it began with.', example: 'github', max: 64, optional, nullable })
  preset?: string | null;

  @ChoiceField({
    description: 'With a disabled one nobody connects, and its connections are of no use.',
    example: 'active',
    of: ['active', 'disabled'],
    optional,
  })
  status?: 'active' | 'disabled';

  @TextField({
    description: 'Never read back. Null: the setting `client_secret` has it.',
    example: 'a-secret-of-the-provider',
    max: 4096,
    optional,
    nullable,
  })
  clientSecret?: string | null;
}

export class NewOauthConfigDto extends ConfigFieldsDto {
  @TextField({ description: 'Name that people read.', example: 'Acme CRM' })
  name: string;
}

export class OauthConfigChangesDto extends ConfigFieldsDto {
  @TextField({ description: 'Name that people read.', example: 'Acme CRM', optional })
  name?: string;

  @FlagField({
    description:
      'Needed where tokens of live connections would go to hosts that they never went to. These connections stop until their owners connect again.',
    example: false,
    optional,
  })
  confirm?: boolean;
}

export class LintFindingDto {
  @ApiProperty({ enum: ['error', 'warning', 'note'] })
  level: string;

  @ApiProperty({ description: 'For programs.', example: 'pkce_off' })
  code: string;

  @ApiProperty({ example: 'pkce' })
  field: string;

  @ApiProperty()
  message: string;

  @ApiPropertyOptional({ description: 'Within the text of the field, from 1.' })
  line?: number;

  @ApiPropertyOptional({ description: 'Within the line, from 1.' })
  column?: number;
}

export class ClientSecretViewDto {
  @ApiProperty()
  set: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'The end of one that is long enough.' })
  last4: string | null;
}

export class OauthConfigDto extends ConfigDefinitionDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  appId: string;

  @ApiProperty({ example: 'Acme CRM' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: null })
  preset: string | null;

  @ApiProperty({ enum: CONFIG_STATUSES, description: '`unhealthy`: the provider refuses the client itself.' })
  status: ConfigStatus;

  @ApiProperty({ description: 'The redirect URI to register at the provider: each config has its own.' })
  callbackUrl: string;

  @ApiProperty({ type: ClientSecretViewDto })
  clientSecret: ClientSecretViewDto;

  @ApiProperty({ type: [LintFindingDto], description: 'What is worth knowing of it.' })
  lint: LintFindingDto[];

  @ApiProperty({ description: 'Grows with every change; the `ETag`.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

const isTrue = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

export class ImportQueryDto {
  @ApiPropertyOptional({ description: 'Says what would be made, and makes nothing.' })
  @Transform(isTrue)
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  @ApiPropertyOptional({ description: 'Mends typographic quotes, trailing commas and the like.' })
  @Transform(isTrue)
  @IsOptional()
  @IsBoolean()
  repair?: boolean;
}

export class PreviewRequestDto {
  @field(
    { description: 'Values of `params`.', example: { subdomain: 'acme' }, optional },
    { type: 'object', additionalProperties: { type: 'string' } },
    [IsObject(), IsTextRecord()],
  )
  params?: Record<string, string>;
}

export class ExtractRequestDto {
  @TextField({
    description: 'The answer as it came: JSON or a form.',
    example: '{"access_token": "abc", "expires_in": 3600}',
    max: 262_144,
  })
  answer: string;

  @TextField({ description: 'Its content type.', example: 'application/json', optional })
  contentType?: string;

  @field(
    { description: 'Paths to try; absent: those of the config.', example: { accessToken: '$.access_token' }, optional },
    { type: 'object', additionalProperties: { type: 'string' } },
    [IsObject(), IsTextRecord()],
  )
  paths?: Record<string, string>;
}
