import { ApiProperty } from '@nestjs/swagger';
import { APP_STATUSES, type AppStatus } from '../../../connections/apps/app.types.js';
import { ChoiceField, FlagField, TextField } from '../../conventions/fields.js';

const optional = true;
const nullable = true;

/** The fields that POST and PATCH have in common. */
class AppFieldsDto {
  @TextField({
    description: 'Its name in addresses, unique in the realm; by default made from the name.',
    example: 'acme-crm',
    max: 64,
    optional,
  })
  slug?: string;

  @TextField({ description: 'What it is for.', example: 'Customers and deals.', max: 4000, optional, nullable })
  description?: string | null;

  @TextField({
    description: 'Where its logo is fetched from; browsers get the copy of this server. PNG, JPEG, WebP or GIF.',
    example: 'https://crm.example/logo.png',
    max: 2048,
    optional,
    nullable,
  })
  logoSourceUrl?: string | null;

  @ChoiceField({
    description: 'Only a published app is offered to people; a disabled one stops the use of its connections.',
    example: 'published',
    of: APP_STATUSES,
    optional,
  })
  status?: AppStatus;

  @FlagField({
    description: 'Of the realm `master` alone: whether other realms may install a copy, once it is published.',
    example: false,
    optional,
  })
  offered?: boolean;

  @FlagField({
    description:
      'Whether every user of the realm may use the connections that are the realm’s own: see them, call through them, and have a service exchange a token for theirs. Otherwise its administrators alone; services need their scopes and nothing else.',
    example: false,
    optional,
  })
  memberUse?: boolean;
}

export class AppChangesDto extends AppFieldsDto {
  @TextField({ description: 'Name that people read.', example: 'Acme CRM', optional })
  name?: string;
}

export class NewAppDto extends AppFieldsDto {
  @TextField({ description: 'Name that people read.', example: 'Acme CRM' })
  name: string;
}

export class AppLogoDto {
  @TextField({
    description: 'Fetched at once: PNG, JPEG, WebP or GIF of at most 256 KiB.',
    example: 'https://crm.example/logo.png',
    max: 2048,
  })
  url: string;
}

export class AppOriginDto {
  @ApiProperty({ description: 'Its slug in the catalogue.', example: 'acme-crm' })
  slug: string;

  @ApiProperty({ description: 'Fingerprint of the definition that was copied.', example: 'mE8ZNkF2Vb3tJrCwQ0aX9g' })
  version: string;

  @ApiProperty({ description: 'Whether the catalogue has another definition by now.' })
  updateAvailable: boolean;
}

export class AppDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'acme-crm' })
  slug: string;

  @ApiProperty({ example: 'Acme CRM' })
  name: string;

  @ApiProperty({ type: String, nullable: true, example: 'Customers and deals.' })
  description: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'https://crm.example/logo.png' })
  logoSourceUrl: string | null;

  @ApiProperty({ enum: APP_STATUSES })
  status: AppStatus;

  @ApiProperty({ description: 'Whether other realms may install a copy.' })
  offered: boolean;

  @ApiProperty({ type: AppOriginDto, nullable: true, description: 'Of a copy: what it is a copy of.' })
  origin: AppOriginDto | null;

  @ApiProperty({
    description: 'Whether every user of the realm may use the connections that are the realm’s own.',
    example: false,
  })
  memberUse: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'Client id, or id of the user.' })
  createdBy: string | null;

  @ApiProperty({ description: 'Counts writes; the `ETag`.', example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}
