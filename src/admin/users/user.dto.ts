import { ApiProperty } from '@nestjs/swagger';
import { IsEmail, IsObject, IsString, MaxLength } from 'class-validator';
import { field, FlagField, TextField, TextListField, TimeField } from '../conventions/fields.js';
import { IsJsonObject } from '../conventions/json-object.validator.js';

const optional = true;
const nullable = true;

/** The fields that POST and PATCH have in common. */
class UserFieldsDto {
  @field(
    { description: 'E-mail address.', example: 'ada@example.com', optional, nullable },
    { type: String, format: 'email' },
    [IsString(), MaxLength(255), IsEmail({ require_tld: false })],
  )
  email?: string | null;

  @TextField({ description: 'Claim `name`.', example: 'Ada Lovelace', optional, nullable })
  fullName?: string | null;

  @TextField({
    description: 'Never read back. A change ends every grant of the user.',
    example: 'correct horse battery',
    max: 1024,
    optional,
  })
  password?: string;

  @TextListField({
    description: 'Names of the roles it holds; replaces the list.',
    example: [],
    maxLength: 64,
    optional,
  })
  roles?: string[];

  @field(
    { description: 'Further claims, merged member by member: null removes one.', example: { locale: 'en' }, optional },
    { type: 'object', additionalProperties: true },
    [IsObject(), IsJsonObject({ maxBytes: 16 * 1024 })],
  )
  attributes?: Record<string, unknown>;

  @FlagField({ description: 'A disabled user is refused at once, and so are all its tokens.', example: true, optional })
  enabled?: boolean;
}

export class UserChangesDto extends UserFieldsDto {
  @TimeField({ description: 'Every grant made up to then is over.', optional, nullable })
  notBefore?: string | null;

  @FlagField({ description: 'True clears a lockout.', example: true, optional })
  unlocked?: boolean;
}

export class NewUserDto extends UserFieldsDto {
  @TextField({ description: 'Unique in the realm, whatever its case.', example: 'ada' })
  username: string;
}

export class UserDto {
  @ApiProperty({ format: 'uuid', description: '`sub` of its tokens.' })
  id: string;

  @ApiProperty({ example: 'ada' })
  username: string;

  @ApiProperty({ type: String, nullable: true, example: 'ada@example.com' })
  email: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Ada Lovelace' })
  fullName: string | null;

  @ApiProperty({ type: [String], example: ['auditor'] })
  roles: string[];

  @ApiProperty({ type: 'object', additionalProperties: true, example: { locale: 'en' } })
  attributes: Record<string, unknown>;

  @ApiProperty()
  enabled: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  notBefore: string | null;

  @ApiProperty({ description: 'Counts writes; the `ETag`.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}
