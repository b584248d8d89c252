import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import type { ConnectSessionStatus } from '../connect/connect-session.types.js';

const MAX_SECONDS = 14_400;
const STATUSES = ['new', 'opened', 'redirected', 'exchanging', 'exchanged', 'completed', 'failed', 'expired'];

export class NewConnectSessionDto {
  @ApiProperty({
    format: 'uuid',
    description: 'The config to connect by.',
    example: '01900000-0000-7000-8000-000000000001',
  })
  @IsUUID()
  config: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'To authorize that connection anew.',
    example: '01900000-0000-7000-8000-000000000002',
  })
  @IsOptional()
  @IsUUID()
  connectionId?: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description: 'For a service: the user that connects.',
    example: '01900000-0000-7000-8000-000000000003',
  })
  @IsOptional()
  @IsUUID()
  userId?: string;

  @ApiPropertyOptional({ description: 'Which of many, where a user may have many.', example: 'work' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_.-]{1,64}$/)
  slot?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What the config would ask on the page.',
    example: { subdomain: 'acme' },
  })
  @IsOptional()
  @IsObject()
  params?: Record<string, string>;

  @ApiPropertyOptional({ description: 'A redirect URI of the client.', example: 'https://app.example.com/connected' })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  returnUrl?: string;

  @ApiPropertyOptional({
    description: 'Where to go back to when it fails; `returnUrl` when absent.',
    example: 'https://app.example.com/failed',
  })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  errorUrl?: string;

  @ApiPropertyOptional({
    description:
      'For a service: the SHA-256 of its verifier, in base64url. It may be left out where `connectConfirmationOnly` of the realm is true, for an account of the user’s own.',
    example: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  completionChallenge?: string;

  @ApiPropertyOptional({
    description: 'Seconds for which the link may be used; half an hour when absent.',
    example: 1800,
    minimum: 60,
    maximum: MAX_SECONDS,
  })
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(MAX_SECONDS)
  expiresIn?: number;
}

export class StartedConnectSessionDto {
  @ApiProperty({ format: 'uuid' })
  sessionId: string;

  @ApiProperty({ description: 'Where to send the browser.' })
  connectUrl: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class ConnectSessionDto {
  @ApiProperty({ format: 'uuid' })
  sessionId: string;

  @ApiProperty({ enum: STATUSES })
  status: ConnectSessionStatus | 'expired';

  @ApiProperty({ type: String, nullable: true, example: 'access_denied' })
  failureCode: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Once it is completed.' })
  connectionId: string | null;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class CompleteConnectSessionDto {
  @ApiProperty({
    description: 'What the `completionChallenge` was made of.',
    example: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
  })
  @IsString()
  @MaxLength(128)
  completionVerifier: string;

  @ApiPropertyOptional({
    description:
      'Where the user came back with another account than that of the connection: connects it as well. For configs of which an owner may have many connections.',
    example: true,
  })
  @IsOptional()
  @IsBoolean()
  asNew?: boolean;
}
