import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import {
  SETTING_KINDS,
  SETTING_PROMPTS,
  type SettingKind,
  type SettingPrompt,
} from '../../../connections/apps/app.types.js';
import {
  CONFIG_STATUSES,
  CONNECTION_LEVELS,
  type ConfigStatus,
  type ConnectionLevel,
} from '../../../connections/configs/config.types.js';
import { field, FlagField, TextField } from '../../conventions/fields.js';
import { AppDto } from '../apps/app.dto.js';
import { InstallationDto } from '../apps/installation.dto.js';
import { LintFindingDto } from '../configs/config.dto.js';
import { IsTextRecord } from '../text-record.validator.js';

const optional = true;

export class CatalogueSettingDto {
  @ApiProperty({ example: 'client_id' })
  name: string;

  @ApiProperty({ enum: CONNECTION_LEVELS, description: 'Who fills it in: the realm once, or each user.' })
  level: ConnectionLevel;

  @ApiProperty({ enum: SETTING_KINDS })
  kind: SettingKind;

  @ApiProperty()
  required: boolean;

  @ApiProperty({ enum: SETTING_PROMPTS })
  prompt: SettingPrompt;

  @ApiProperty({ type: String, nullable: true, example: 'From the settings of your Acme account.' })
  help: string | null;
}

export class CatalogueConfigDto {
  @ApiProperty({ example: 'Acme CRM' })
  name: string;

  @ApiProperty({
    type: [String],
    description: 'Whom people and tokens meet; `*.` in front of domains below which any host may be.',
    example: ['crm.example', 'api.crm.example'],
  })
  hosts: string[];

  @ApiProperty({ type: [String], description: 'What is asked for.', example: ['read', 'write'] })
  scopes: string[];
}

export class FaultDto {
  @ApiProperty({ example: 'configs.Acme CRM.tokenBody.client_secret' })
  field: string;

  @ApiProperty()
  message: string;
}

export class CatalogueAppDto {
  @ApiProperty({ description: 'By which it is installed.', example: 'acme-crm' })
  slug: string;

  @ApiProperty({ example: 'Acme CRM' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: 'Customers and deals.' })
  description: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'https://crm.example/logo.png' })
  logoSourceUrl: string | null;

  @ApiProperty({ description: 'Fingerprint of the definition.', example: 'mE8ZNkF2Vb3tJrCwQ0aX9g' })
  version: string;

  @ApiProperty({ type: [CatalogueSettingDto] })
  settings: CatalogueSettingDto[];

  @ApiProperty({ type: [CatalogueConfigDto] })
  configs: CatalogueConfigDto[];

  @ApiProperty({
    type: [FaultDto],
    description: 'Of the realm `master` alone: why no other realm sees the app, though it is offered.',
  })
  faults: FaultDto[];
}

export class NewCopyDto {
  @TextField({
    description: 'Its slug in the realm; by default that of the catalogue.',
    example: 'acme-crm',
    max: 64,
    optional,
  })
  slug?: string;

  @field(
    {
      description: 'Values of the settings of the realm, by name; they can be entered later as well.',
      example: { client_id: 'id-1', client_secret: 'a-secret-of-the-provider' },
      optional,
    },
    { type: 'object', additionalProperties: { type: 'string', nullable: true } },
    [IsObject(), IsTextRecord()],
  )
  values?: Record<string, string | null>;
}

export class CopyUpdateDto {
  @FlagField({
    description: 'Takes the definition of the catalogue where the realm has changed the same part.',
    example: false,
    optional,
  })
  overwrite?: boolean;

  @FlagField({
    description: 'Needed where hosts would be told of tokens or secrets that the app did not name before.',
    example: false,
    optional,
  })
  confirm?: boolean;
}

export class CopiedConfigDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Acme CRM' })
  name: string;

  @ApiProperty({ enum: CONFIG_STATUSES, description: '`disabled`: it waits for a client of the realm.' })
  status: ConfigStatus;

  @ApiProperty({ description: 'The redirect URI to register at the provider, of this realm alone.' })
  callbackUrl: string;

  @ApiProperty({ type: [LintFindingDto] })
  lint: LintFindingDto[];
}

export class CopyDto {
  @ApiProperty({ type: AppDto })
  app: AppDto;

  @ApiProperty({ type: InstallationDto, nullable: true })
  installation: InstallationDto | null;

  @ApiProperty({ type: [CopiedConfigDto] })
  configs: CopiedConfigDto[];

  @ApiProperty({
    type: [String],
    description: 'Settings that the realm has to enter before anybody can connect.',
    example: ['client_id', 'client_secret'],
  })
  missing: string[];
}
