import { Get, Param } from '@nestjs/common';
import type { Preset } from '../../../connections/presets/preset.types.js';
import { PresetsService } from '../../../connections/presets/presets.service.js';
import type { Page } from '../../../database/page.js';
import { AdminController, Reads, ReadsPage } from '../../conventions/admin-endpoint.decorator.js';
import type { ConfigDefinitionDto } from '../configs/config-definition.dto.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import { PresetDto } from './preset.dto.js';

const toDto = ({ definition, notes, ...preset }: Preset): PresetDto => ({
  ...preset,
  definition: definition as ConfigDefinitionDto,
  notes: [...notes],
});

/** Providers that come with the server: a config of one needs a client id and a secret. */
@AdminController('realms/:realm/connections/presets', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminPresetsController {
  constructor(private readonly presets: PresetsService) {}

  @Get()
  @ReadsPage(PresetDto)
  list(): Page<PresetDto> {
    return { items: this.presets.list().map(toDto), nextCursor: null };
  }

  @Get(':key')
  @Reads(PresetDto)
  read(@Param('key') key: string): PresetDto {
    return toDto(this.presets.get(key));
  }
}
