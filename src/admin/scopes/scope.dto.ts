import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../conventions/fields.js';

/** `scope-token` of RFC 6749 section 3.3. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

export class ScopeChangesDto {
  @TextField({
    description: 'What the consent page says of it.',
    example: 'See your orders',
    min: 0,
    optional: true,
    nullable: true,
  })
  description?: string | null;
}

export class NewScopeDto extends ScopeChangesDto {
  @TextField({
    description: 'Exact name, unique in the realm.',
    example: 'orders:read',
    max: 128,
    pattern: SCOPE_TOKEN,
    rule: 'must be printable ASCII without spaces, quotes and backslashes',
  })
  name: string;
}

export class ScopeDto {
  @ApiProperty({ example: 'orders:read' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: 'See your orders' })
  description: string | null;
}
