import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import {
  CONNECTION_EVENT_TYPES,
  type ConnectionEventType,
} from '../../../connections/events/connection-event.types.js';
import { field, FlagField, TextField } from '../../conventions/fields.js';

const MAX_URL = 2048;
const optional = true;

const EventsField = (): PropertyDecorator =>
  field(
    {
      description: 'Which events it is told of; empty or absent: all.',
      example: ['connection.needs_reauth'],
      optional,
    },
    { type: 'array', items: { type: 'string', enum: [...CONNECTION_EVENT_TYPES] }, uniqueItems: true },
    [
      IsArray(),
      ArrayMaxSize(CONNECTION_EVENT_TYPES.length),
      ArrayUnique(),
      IsIn([...CONNECTION_EVENT_TYPES], { each: true }),
    ],
  );

export class NewWebhookDto {
  @TextField({ description: 'An https address.', example: 'https://app.example.com/hooks/connections', max: MAX_URL })
  url: string;

  @EventsField()
  events?: ConnectionEventType[];

  @FlagField({ description: 'Whether it is told at all; true when absent.', example: true, optional })
  enabled?: boolean;
}

export class WebhookChangesDto {
  @TextField({
    description: 'An https address.',
    example: 'https://app.example.com/hooks/connections',
    max: MAX_URL,
    optional,
  })
  url?: string;

  @EventsField()
  events?: ConnectionEventType[];

  @FlagField({ description: 'What happens while it is not is not told later.', example: true, optional })
  enabled?: boolean;
}

export class WebhookDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'https://app.example.com/hooks/connections' })
  url: string;

  @ApiProperty({ enum: CONNECTION_EVENT_TYPES, isArray: true, description: 'Empty: all.' })
  events: ConnectionEventType[];

  @ApiProperty()
  enabled: boolean;

  @ApiProperty({ example: 1 })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export class WebhookSecretDto extends WebhookDto {
  @ApiProperty({
    description: 'Signs what is sent, as Standard Webhooks say: `whsec_` and base64. Shown this once.',
  })
  secret: string;
}
