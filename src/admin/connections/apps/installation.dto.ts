import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import {
  INSTALLATION_STATUSES,
  SETTING_KINDS,
  type InstallationStatus,
  type SettingKind,
} from '../../../connections/apps/app.types.js';
import { CONNECTION_LEVELS, type ConnectionLevel } from '../../../connections/configs/config.types.js';
import { field, FlagField } from '../../conventions/fields.js';
import { IsTextRecord } from '../text-record.validator.js';

const SCHEMA = { type: 'object', additionalProperties: { type: 'string', nullable: true } } as const;
const EXAMPLE = { client_id: 'id-1', client_secret: 'a-secret-of-the-provider' };

export class NewInstallationDto {
  @field({ description: 'Values of the settings, by name.', example: EXAMPLE, optional: true }, SCHEMA, [
    IsObject(),
    IsTextRecord(),
  ])
  values?: Record<string, string | null>;
}

export class InstallationChangesDto {
  @FlagField({ description: 'A disabled installation lets nobody connect.', example: true })
  enabled: boolean;
}

export class SettingValueChangesDto {
  @field({ description: 'Values by the names of the settings; null removes one.', example: EXAMPLE }, SCHEMA, [
    IsObject(),
    IsTextRecord(),
  ])
  values: Record<string, string | null>;
}

export class InstallationDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  appId: string;

  @ApiProperty({ enum: INSTALLATION_STATUSES, description: '`pending_settings`: a required value is missing.' })
  status: InstallationStatus;

  @ApiProperty({ type: String, nullable: true, description: 'Client id, or id of the user.' })
  installedBy: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export class SettingValueDto {
  @ApiProperty({ example: 'client_secret' })
  name: string;

  @ApiProperty({ enum: SETTING_KINDS })
  kind: SettingKind;

  @ApiProperty({ enum: CONNECTION_LEVELS })
  level: ConnectionLevel;

  @ApiProperty()
  required: boolean;

  @ApiProperty({ description: 'Whether the realm has entered one.' })
  set: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Null for secrets.' })
  value: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The end of a secret that is long enough.' })
  last4: string | null;

  @ApiProperty({
    type: [String],
    nullable: true,
    description: 'Of a secret, the hosts that it was entered for; it is sent to no other. `*.domain` is any below it.',
  })
  hosts: readonly string[] | null;
}
