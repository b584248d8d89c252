import { ApiProperty } from '@nestjs/swagger';

/** One user signed in at one browser. */
export class SessionDto {
  @ApiProperty({ format: 'uuid', description: '`sid` of the ID tokens that were issued in it.' })
  id: string;

  @ApiProperty({ type: String, nullable: true, example: '192.0.2.7', description: 'Whence the user signed in.' })
  address: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'Mozilla/5.0',
    description: 'What the browser says of itself.',
  })
  userAgent: string | null;

  @ApiProperty({ type: [String], example: ['pwd'], description: 'How the user was authenticated (RFC 8176).' })
  amr: string[];

  @ApiProperty({ format: 'date-time', description: 'When the user last proved to be who it is.' })
  authenticatedAt: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', description: 'To the minute.' })
  lastSeenAt: string;

  @ApiProperty({ format: 'date-time', description: 'Its absolute end; unused, it ends before.' })
  expiresAt: string;
}
