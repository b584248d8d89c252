import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** One field that was refused. */
export class FieldProblemDto {
  @ApiProperty({ example: 'redirectUris' })
  field: string;

  @ApiProperty({ example: 'each value in redirectUris must be a string' })
  message: string;
}

/** Every refusal of the admin API: `application/problem+json` (RFC 9457). */
export class ProblemDto {
  @ApiProperty({ example: 'about:blank' })
  type: string;

  @ApiProperty({ example: 'Bad Request' })
  title: string;

  @ApiProperty({ example: 400 })
  status: number;

  @ApiPropertyOptional({ example: 'The request has fields that are not valid.' })
  detail?: string;

  @ApiPropertyOptional({ description: 'For programs.', example: 'invalid' })
  code?: string;

  @ApiPropertyOptional({ type: [FieldProblemDto], description: 'One entry for each field that was refused.' })
  errors?: FieldProblemDto[];
}
