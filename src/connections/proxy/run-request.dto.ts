import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

/** Only for the case that there is no live connection: what the way to one needs. */
export class RunRequestDto {
  @ApiPropertyOptional({ format: 'uuid', description: 'For services: the user whose connection it is.' })
  @IsOptional()
  @IsUUID()
  userId?: string;

  @ApiPropertyOptional({ description: 'Where to go back to after connecting: one of the client’s redirect URIs.' })
  @IsOptional()
  @IsString()
  @MaxLength(2048)
  returnUrl?: string;

  @ApiPropertyOptional({
    description: 'For services, as for a session: S256 of the verifier that completes the connection.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(128)
  completionChallenge?: string;
}
