import { ApiProperty } from '@nestjs/swagger';
import type { KeyState } from '../../keys/key.types.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../../kernel/jws.js';

/** The public part of a signing key. The private part has no representation. */
export class KeyDto {
  @ApiProperty({ description: 'JWK thumbprint (RFC 7638).', example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' })
  kid: string;

  @ApiProperty({ enum: SIGNING_ALGORITHMS })
  alg: SigningAlgorithm;

  @ApiProperty({
    enum: ['next', 'active', 'retired'],
    description:
      '`next` is published and signs after the next rotation, `active` signs, `retired` is served until its last token has expired.',
  })
  state: KeyState;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { kty: 'EC', crv: 'P-256', x: '...', y: '...' } })
  publicJwk: Record<string, unknown>;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  retiredAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  servedUntil: string | null;
}
