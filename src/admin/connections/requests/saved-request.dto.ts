import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { BODY_FORMATS, type BodyFormat } from '../../../connections/configs/config.types.js';
import { SAVED_REQUEST_METHODS, type SavedRequestMethod } from '../../../connections/proxy/saved-request.types.js';
import { ChoiceField, field, TextField } from '../../conventions/fields.js';

const MAX_PATH = 2048;
const MAX_BODY = 16_384;
const optional = true;
const nullable = true;

const TextsField = (description: string, example: Record<string, string>): PropertyDecorator =>
  field({ description, example, optional }, { type: 'object', additionalProperties: { type: 'string' } }, [IsObject()]);

const NameField = (optional = false): PropertyDecorator =>
  TextField({ description: 'By which it is made; one in its app.', example: 'create-note', max: 64, optional });

const PathField = (optional = false): PropertyDecorator =>
  TextField({
    description: 'Below the base URL of the config.',
    example: 'users/{{settings.user}}/notes',
    max: MAX_PATH,
    optional,
  });

class SavedRequestFieldsDto {
  @ChoiceField({ description: '`GET` when absent.', of: SAVED_REQUEST_METHODS, example: 'POST', optional })
  method?: SavedRequestMethod;

  @TextsField('By name; the credential is put in by the config.', { 'X-Shop': '{{meta.shop}}' })
  headers?: Record<string, string>;

  @TextsField('Parameters by name.', { page: '1' })
  query?: Record<string, string>;

  @TextField({
    description: 'A JSON object with placeholders.',
    example: '{"text": {{text}}}',
    max: MAX_BODY,
    optional,
    nullable,
  })
  body?: string | null;

  @ChoiceField({
    description: 'How the body is sent; `json` when absent.',
    example: 'json',
    of: BODY_FORMATS,
    optional,
  })
  bodyFormat?: BodyFormat;
}

export class NewSavedRequestDto extends SavedRequestFieldsDto {
  @NameField()
  name: string;

  @PathField()
  path: string;
}

export class SavedRequestChangesDto extends SavedRequestFieldsDto {
  @NameField(optional)
  name?: string;

  @PathField(optional)
  path?: string;
}

export class SavedRequestDto {
  @ApiProperty({ example: 'create-note' })
  name: string;

  @ApiProperty({ enum: SAVED_REQUEST_METHODS })
  method: SavedRequestMethod;

  @ApiProperty({ example: 'users/{{settings.user}}/notes' })
  path: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  headers: Record<string, string>;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  query: Record<string, string>;

  @ApiProperty({ type: String, nullable })
  body: string | null;

  @ApiProperty({ enum: BODY_FORMATS })
  bodyFormat: BodyFormat;

  @ApiProperty({ example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}
