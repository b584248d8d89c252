import { Body, Delete, Get, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppSettings } from '../../../connections/apps/app-settings.service.js';
import type { SettingDefinition } from '../../../connections/apps/app.types.js';
import { AppsService } from '../../../connections/apps/apps.service.js';
import type { Page } from '../../../database/page.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import {
  AdminController,
  Changes,
  Creates,
  Deletes,
  Reads,
  ReadsPage,
} from '../../conventions/admin-endpoint.decorator.js';
import { locate } from '../../conventions/location.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import { NewSettingDto, SettingChangesDto, SettingDto } from './setting.dto.js';
import { without } from '../../../kernel/without.js';

const toDto = (setting: SettingDefinition): SettingDto => ({
  ...without(setting, 'appId'),
  choices: setting.choices && [...setting.choices],
});

/** What an app asks for: of the realm once, or of each user. */
@AdminController('realms/:realm/connections/apps/:appId/settings', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminAppSettingsController {
  constructor(
    private readonly apps: AppsService,
    private readonly settings: AppSettings,
    private readonly writes: ManagementWrites,
  ) {}

  /** All of them: an app has at most 50. */
  @Get()
  @ReadsPage(SettingDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest, @Param('appId') appId: string): Promise<Page<SettingDto>> {
    const app = await this.apps.get(realm, appId);
    return { items: (await this.settings.ofApp(realm, app.id)).map(toDto), nextCursor: null };
  }

  @Post()
  @Creates(SettingDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Body() body: NewSettingDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SettingDto> {
    const { realm } = admin;
    const write = { type: 'admin.connection_setting.created', target: body.name, changes: body } as const;
    const setting = await this.writes.run(admin, write, async () => {
      const app = await this.apps.get(realm, appId);
      return this.settings.create(realm, app.id, { ...body });
    });
    locate(reply, 'realms', realm.name, 'connections', 'apps', appId, 'settings', setting.id);
    return toDto(setting);
  }

  @Get(':settingId')
  @Reads(SettingDto)
  async read(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('appId') appId: string,
    @Param('settingId') settingId: string,
  ): Promise<SettingDto> {
    return toDto(await this.settings.get(realm, appId, settingId));
  }

  @Patch(':settingId')
  @Changes(SettingDto)
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Param('settingId') settingId: string,
    @Body() body: SettingChangesDto,
  ): Promise<SettingDto> {
    const write = { type: 'admin.connection_setting.updated', target: settingId, changes: body } as const;
    const change = () => this.settings.update(admin.realm, appId, settingId, { ...body });
    return toDto(await this.writes.run(admin, write, change));
  }

  /** With what was entered for it. */
  @Delete(':settingId')
  @Deletes()
  async delete(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Param('settingId') settingId: string,
  ): Promise<void> {
    const write = { type: 'admin.connection_setting.deleted', target: settingId } as const;
    await this.writes.run(admin, write, () => this.settings.delete(admin.realm, appId, settingId));
  }
}
