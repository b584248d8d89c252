import { ApiProperty } from '@nestjs/swagger';
import { TextField } from '../conventions/fields.js';

const NAME = { max: 64, pattern: /^[A-Za-z0-9_.:-]+$/, rule: 'must consist of letters, digits, _ . : and -' } as const;

export class NewRoleDto {
  @TextField({ description: 'Exact name, unique in the realm.', example: 'auditor', ...NAME })
  name: string;

  @TextField({
    description: 'What its holders may do.',
    example: 'Reads every report',
    min: 0,
    optional: true,
    nullable: true,
  })
  description?: string | null;
}

export class RoleDto {
  @ApiProperty({ example: 'auditor' })
  name: string;

  @ApiProperty({ type: String, nullable: true })
  description: string | null;
}

/** Holders of the parent role, of the realm in the path, receive the child role in the child realm. */
export class RoleAssociationDto {
  @TextField({ description: 'A role of the realm in the path.', example: 'auditor', max: 64 })
  parentRole: string;

  @TextField({ description: 'The realm that the bridge leads to.', example: 'acme-reports', max: 50 })
  childRealm: string;

  @TextField({ description: 'A role of that realm.', example: 'reader', max: 64 })
  childRole: string;
}
