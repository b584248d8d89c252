import { ApiProperty } from '@nestjs/swagger';
import { MAX_EXPIRES_IN, MAX_USES } from '../../clients/initial-access-token.types.js';
import { IntegerField } from '../conventions/fields.js';

const optional = true;

export class NewInitialAccessTokenDto {
  @IntegerField({ description: 'How many clients it may register.', example: 1, min: 1, max: MAX_USES, optional })
  uses?: number;

  @IntegerField({
    description: 'Seconds for which it may be used; a day when absent.',
    example: 86_400,
    min: 1,
    max: MAX_EXPIRES_IN,
    optional,
  })
  expiresIn?: number;
}

/** Of a token everything but the token. */
export class InitialAccessTokenDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ description: 'How many more clients it may register.', example: 1 })
  remaining: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;
}

export class CreatedInitialAccessTokenDto extends InitialAccessTokenDto {
  @ApiProperty({ description: 'Shown this once.' })
  token: string;
}
