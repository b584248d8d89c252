import { ApiProperty } from '@nestjs/swagger';
import { ConfigDefinitionDto } from '../configs/config-definition.dto.js';

export class PresetDto {
  @ApiProperty({ example: 'github' })
  key: string;

  @ApiProperty({ example: 'GitHub' })
  name: string;

  @ApiProperty({ format: 'date', description: 'When it was compared with what the provider says.' })
  checkedOn: string;

  @ApiProperty({ format: 'uri' })
  docsUrl: string;

  @ApiProperty({ description: 'Whether a refresh ends the refresh token that it was made with.' })
  rotates: boolean;

  @ApiProperty({ type: ConfigDefinitionDto })
  definition: ConfigDefinitionDto;

  @ApiProperty({
    type: [String],
    description: '`unverified: ...` for what was not seen in the documents of the provider.',
  })
  notes: string[];
}
