import { ApiProperty } from '@nestjs/swagger';
import { LintFindingDto, OauthConfigDto } from './config.dto.js';

export class PreviewedRequestDto {
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: true,
    description: 'Method, URL, headers and body as they would go out, with samples in the place of values.',
  })
  request: Record<string, unknown> | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it cannot be made.' })
  fault: string | null;
}

export class PreviewDto {
  @ApiProperty({ type: PreviewedRequestDto })
  link: PreviewedRequestDto;

  @ApiProperty({ type: PreviewedRequestDto })
  token: PreviewedRequestDto;

  @ApiProperty({ type: PreviewedRequestDto })
  refresh: PreviewedRequestDto;
}

export class ExtractedDto {
  @ApiProperty({ example: 'accessToken' })
  name: string;

  @ApiProperty({ example: '$.access_token' })
  path: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where there is nothing.' })
  value: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why the path cannot be used there.' })
  fault: string | null;
}

export class MappedFieldDto {
  @ApiProperty({ example: 'Extraction path access token' })
  from: string;

  @ApiProperty({ example: 'paths.accessToken' })
  to: string;
}

export class ImportReportDto {
  @ApiProperty({ type: OauthConfigDto, nullable: true, description: 'Null after a dry run.' })
  config: OauthConfigDto | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What was understood; a secret is not shown.',
  })
  imported: Record<string, unknown>;

  @ApiProperty({ type: [MappedFieldDto] })
  mapping: MappedFieldDto[];

  @ApiProperty({ type: [LintFindingDto], description: 'Errors first; then warnings, and notes of what was changed.' })
  findings: LintFindingDto[];
}
