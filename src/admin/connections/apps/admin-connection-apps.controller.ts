import { Body, Delete, Get, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppLogos } from '../../../connections/apps/app-logos.service.js';
import type { ConnectionApp } from '../../../connections/apps/app.types.js';
import { AppsService } from '../../../connections/apps/apps.service.js';
import { Catalogue } from '../../../connections/catalogue/catalogue.service.js';
import type { Page } from '../../../database/page.js';
import { refuseStale } from '../../../kernel/refuse-stale.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import {
  AdminController,
  Changes,
  Conditional,
  Creates,
  Deletes,
  Reads,
  ReadsPage,
} from '../../conventions/admin-endpoint.decorator.js';
import { IfMatch } from '../../conventions/if-match.decorator.js';
import { locate } from '../../conventions/location.js';
import { PageQueryDto } from '../../conventions/page.dto.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { actorOf } from '../actor.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import { refuseToDevelopers, type ConnectionsManager } from '../connections-manager.js';
import { AppChangesDto, AppDto, AppLogoDto, NewAppDto } from './app.dto.js';
import { toAppDto } from './app.mapper.js';

/** Who gets to see an app, and use it, is not for its developer to decide. */
const RESERVED = ['status', 'offered', 'memberUse'] as const;

@AdminController('realms/:realm/connections/apps', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminConnectionAppsController {
  constructor(
    private readonly apps: AppsService,
    private readonly logos: AppLogos,
    private readonly catalogue: Catalogue,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(AppDto)
  async list(
    @CurrentAdmin() { realm, appsOf }: ConnectionsManager,
    @Query() query: PageQueryDto,
  ): Promise<Page<AppDto>> {
    const { items, nextCursor } = await this.apps.list(realm, query, appsOf);
    const versions = await this.catalogue.versions(items);
    return { items: items.map((app) => toAppDto(app, versions)), nextCursor };
  }

  @Post()
  @Creates(AppDto)
  async create(
    @CurrentAdmin() admin: ConnectionsManager,
    @Body() body: NewAppDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AppDto> {
    refuseToDevelopers(admin, body, RESERVED);
    const { realm } = admin;
    const write = { type: 'admin.connection_app.created', target: body.name, changes: body } as const;
    const app = await this.writes.run(admin, write, () => this.apps.create(realm, { ...body }, actorOf(admin)));
    locate(reply, 'realms', realm.name, 'connections', 'apps', app.id);
    return this.show(app);
  }

  @Get(':appId')
  @Reads(AppDto)
  async read(@CurrentAdmin() { realm }: ConnectionsManager, @Param('appId') appId: string): Promise<AppDto> {
    return this.show(await this.apps.get(realm, appId));
  }

  @Patch(':appId')
  @Changes(AppDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @Body() body: AppChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<AppDto> {
    refuseToDevelopers(admin, body, RESERVED);
    const write = { type: 'admin.connection_app.updated', target: appId, changes: body } as const;
    const change = () => this.apps.update(admin.realm, appId, { ...body }, version);
    return this.show(await this.writes.run(admin, write, change));
  }

  /** As a change of `logoSourceUrl`, but refused unless there is a picture. */
  @Put(':appId/logo')
  @Changes(AppDto)
  async setLogo(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @Body() { url }: AppLogoDto,
  ): Promise<AppDto> {
    await this.apps.get(admin.realm, appId);
    await this.logos.require(url);
    const write = { type: 'admin.connection_app.updated', target: appId, changes: { logoSourceUrl: url } } as const;
    const change = () => this.apps.update(admin.realm, appId, { logoSourceUrl: url });
    return this.show(await this.writes.run(admin, write, change));
  }

  /** With its settings, configs and saved requests; refused while it has connections. */
  @Delete(':appId')
  @Deletes()
  @Conditional()
  async delete(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @IfMatch() version: number | undefined,
  ): Promise<void> {
    await this.writes.run(admin, { type: 'admin.connection_app.deleted', target: appId }, async () => {
      refuseStale(await this.apps.get(admin.realm, appId), version);
      await this.apps.delete(admin.realm, appId);
    });
  }

  private async show(app: ConnectionApp): Promise<AppDto> {
    return toAppDto(app, await this.catalogue.versions([app]));
  }
}
