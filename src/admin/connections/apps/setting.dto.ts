import { ApiProperty } from '@nestjs/swagger';
import {
  SETTING_KINDS,
  SETTING_PROMPTS,
  type SettingKind,
  type SettingPrompt,
} from '../../../connections/apps/app.types.js';
import { CONNECTION_LEVELS, type ConnectionLevel } from '../../../connections/configs/config.types.js';
import { ChoiceField, FlagField, TextField, TextListField } from '../../conventions/fields.js';

const optional = true;
const nullable = true;

/** The fields that POST and PATCH have in common. */
class SettingFieldsDto {
  @FlagField({ description: 'Whether nothing can be connected without it.', example: true, optional })
  required?: boolean;

  @TextField({
    description: 'What holds where nobody entered anything; not for secrets and slots.',
    example: null,
    max: 16_384,
    optional,
    nullable,
  })
  defaultValue?: string | null;

  @TextField({
    description: 'Regular expression without groups that the whole value must match.',
    example: null,
    max: 200,
    optional,
    nullable,
  })
  pattern?: string | null;

  @TextListField({
    description: 'Of the kind `choice`: what can be chosen.',
    example: null,
    maxItems: 50,
    optional,
    nullable,
  })
  choices?: string[] | null;

  @TextField({
    description: 'What people read beside it.',
    example: 'From the settings of your Acme account.',
    max: 1000,
    optional,
    nullable,
  })
  help?: string | null;

  @ChoiceField({
    description: 'When it is asked for: at the installation, when somebody connects, or not at all.',
    example: 'install',
    of: SETTING_PROMPTS,
    optional,
  })
  prompt?: SettingPrompt;
}

export class SettingChangesDto extends SettingFieldsDto {
  @TextField({
    description: 'By which templates know it: letters, digits and _.',
    example: 'client_id',
    max: 64,
    optional,
  })
  name?: string;

  @ChoiceField({
    description: 'Who fills it in: the realm once, or each user. A change erases what was entered.',
    example: 'realm',
    of: CONNECTION_LEVELS,
    optional,
  })
  level?: ConnectionLevel;

  @ChoiceField({
    description: 'What it is; a slot is written by the vault alone. A change erases what was entered.',
    example: 'text',
    of: SETTING_KINDS,
    optional,
  })
  kind?: SettingKind;
}

export class NewSettingDto extends SettingFieldsDto {
  @TextField({ description: 'By which templates know it: letters, digits and _.', example: 'client_id', max: 64 })
  name: string;

  @ChoiceField({
    description: 'Who fills it in: the realm once, or each user.',
    example: 'realm',
    of: CONNECTION_LEVELS,
  })
  level: ConnectionLevel;

  @ChoiceField({ description: 'What it is; a slot is written by the vault alone.', example: 'text', of: SETTING_KINDS })
  kind: SettingKind;
}

export class SettingDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'client_id' })
  name: string;

  @ApiProperty({ enum: CONNECTION_LEVELS })
  level: ConnectionLevel;

  @ApiProperty({ enum: SETTING_KINDS })
  kind: SettingKind;

  @ApiProperty()
  required: boolean;

  @ApiProperty({ type: String, nullable: true })
  defaultValue: string | null;

  @ApiProperty({ type: String, nullable: true })
  pattern: string | null;

  @ApiProperty({ type: [String], nullable: true })
  choices: string[] | null;

  @ApiProperty({ type: String, nullable: true })
  help: string | null;

  @ApiProperty({ enum: SETTING_PROMPTS })
  prompt: SettingPrompt;
}
