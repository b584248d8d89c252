import { Body, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Installations } from '../../../connections/apps/installations.service.js';
import { SettingsValues } from '../../../connections/apps/settings-values.service.js';
import type { Page } from '../../../database/page.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { AdminController, Changes, Creates, Reads, ReadsPage } from '../../conventions/admin-endpoint.decorator.js';
import { locate } from '../../conventions/location.js';
import { PageQueryDto } from '../../conventions/page.dto.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { actorOf } from '../actor.js';
import {
  InstallationChangesDto,
  InstallationDto,
  NewInstallationDto,
  SettingValueChangesDto,
  SettingValueDto,
} from './installation.dto.js';
import { toInstallationDto } from './installation.mapper.js';

/** That the realm uses an app, and what it entered for it. */
@AdminController('realms/:realm/connections', 'connections')
export class AdminInstallationsController {
  constructor(
    private readonly installations: Installations,
    private readonly values: SettingsValues,
    private readonly writes: ManagementWrites,
  ) {}

  @Post('apps/:appId/install')
  @Creates(InstallationDto)
  async install(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Body() { values = {} }: NewInstallationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InstallationDto> {
    const { realm } = admin;
    const write = { type: 'admin.connection_app.installed', target: appId, changes: values } as const;
    const made = await this.writes.run(admin, write, () =>
      this.installations.install(realm, appId, values, actorOf(admin)),
    );
    locate(reply, 'realms', realm.name, 'connections', 'installations', made.id);
    return toInstallationDto(made);
  }

  @Get('installations')
  @ReadsPage(InstallationDto)
  async list(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Query() query: PageQueryDto,
  ): Promise<Page<InstallationDto>> {
    const { items, nextCursor } = await this.installations.list(realm, query);
    return { items: items.map(toInstallationDto), nextCursor };
  }

  @Get('installations/:installationId')
  @Reads(InstallationDto)
  async read(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('installationId') id: string,
  ): Promise<InstallationDto> {
    return toInstallationDto(await this.installations.get(realm, id));
  }

  @Patch('installations/:installationId')
  @Changes(InstallationDto)
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('installationId') id: string,
    @Body() body: InstallationChangesDto,
  ): Promise<InstallationDto> {
    const write = { type: 'admin.connection_installation.updated', target: id, changes: body } as const;
    return toInstallationDto(
      await this.writes.run(admin, write, () => this.installations.enable(admin.realm, id, body.enabled)),
    );
  }

  /** Everything that the realm can enter; secrets show no more than that they are there, and their end. */
  @Get('installations/:installationId/settings')
  @ReadsPage(SettingValueDto)
  async settings(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('installationId') id: string,
  ): Promise<Page<SettingValueDto>> {
    const { appId } = await this.installations.get(realm, id);
    return { items: await this.values.show(realm, appId, null), nextCursor: null };
  }

  /** Merges: what is not named stays. */
  @Put('installations/:installationId/settings')
  @Changes(InstallationDto)
  async enter(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('installationId') id: string,
    @Body() { values }: SettingValueChangesDto,
  ): Promise<InstallationDto> {
    const write = { type: 'admin.connection_installation.settings_entered', target: id, changes: values } as const;
    return toInstallationDto(
      await this.writes.run(admin, write, () => this.installations.enter(admin.realm, id, values)),
    );
  }
}
