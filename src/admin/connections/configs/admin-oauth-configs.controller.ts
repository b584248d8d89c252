import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppsService } from '../../../connections/apps/apps.service.js';
import type { ConnectionConfig } from '../../../connections/configs/config.types.js';
import { ConfigViews } from '../../../connections/configs/config-views.service.js';
import { ConfigsService } from '../../../connections/configs/configs.service.js';
import { PresetsService } from '../../../connections/presets/presets.service.js';
import type { Page } from '../../../database/page.js';
import type { Realm } from '../../../realms/realm.types.js';
import { DomainError } from '../../../kernel/domain-error.js';
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
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import { refuseToDevelopers, type ConnectionsManager } from '../connections-manager.js';
import { NewOauthConfigDto, OauthConfigChangesDto, OauthConfigDto } from './config.dto.js';
import { toConfigChanges, toConfigDto, toNewConfig } from './config.mapper.js';

/** Whether tokens leave the vault is not for the developer of an app to decide. */
const RESERVED = ['tokenRelease'] as const;

@AdminController('realms/:realm/connections/apps/:appId/oauth-configs', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminOauthConfigsController {
  constructor(
    private readonly apps: AppsService,
    private readonly configs: ConfigsService,
    private readonly views: ConfigViews,
    private readonly presets: PresetsService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(OauthConfigDto)
  async list(
    @CurrentAdmin() { realm }: ConnectionsManager,
    @Param('appId') appId: string,
    @Query() query: PageQueryDto,
  ): Promise<Page<OauthConfigDto>> {
    const app = await this.apps.get(realm, appId);
    const { items, nextCursor } = await this.configs.list(realm, app.id, query);
    return { items: (await this.views.viewAll(realm, app.id, items)).map(toConfigDto), nextCursor };
  }

  @Post()
  @Creates(OauthConfigDto)
  async create(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @Body() body: NewOauthConfigDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OauthConfigDto> {
    refuseToDevelopers(admin, body, RESERVED);
    const { realm } = admin;
    const preset = body.preset ? this.presets.find(body.preset) : null;
    const write = { type: 'admin.oauth_config.created', target: body.name, changes: body } as const;
    const input = toNewConfig(body, preset?.definition ?? null);
    const config = await this.writes.run(admin, write, () => this.configs.create(realm, appId, input));
    locate(reply, 'realms', realm.name, 'connections', 'apps', appId, 'oauth-configs', config.id);
    return this.show(realm, config);
  }

  @Get(':configId')
  @Reads(OauthConfigDto)
  async read(
    @CurrentAdmin() { realm }: ConnectionsManager,
    @Param('appId') appId: string,
    @Param('configId') configId: string,
  ): Promise<OauthConfigDto> {
    return this.show(realm, await this.find(realm, appId, configId));
  }

  /** Makes a new version. Refused with `confirmation_required` where tokens of live connections would go to new hosts. */
  @Patch(':configId')
  @Changes(OauthConfigDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @Param('configId') configId: string,
    @Body() body: OauthConfigChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<OauthConfigDto> {
    refuseToDevelopers(admin, body, RESERVED);
    const { realm } = admin;
    const current = await this.find(realm, appId, configId);
    const options = { ifVersion: version ?? current.version, confirm: body.confirm };
    const write = { type: 'admin.oauth_config.updated', target: configId, changes: body } as const;
    const changes = toConfigChanges(body, current);
    const config = await this.writes.run(admin, write, () => this.configs.update(realm, configId, changes, options));
    return this.show(realm, config);
  }

  /** Refused while it has connections. */
  @Delete(':configId')
  @Deletes()
  @Conditional()
  async delete(
    @CurrentAdmin() admin: ConnectionsManager,
    @Param('appId') appId: string,
    @Param('configId') configId: string,
    @IfMatch() version: number | undefined,
  ): Promise<void> {
    await this.writes.run(admin, { type: 'admin.oauth_config.deleted', target: configId }, async () => {
      refuseStale(await this.find(admin.realm, appId, configId), version);
      await this.configs.delete(admin.realm, configId);
    });
  }

  private async find(realm: Realm, appId: string, configId: string): Promise<ConnectionConfig> {
    const config = await this.configs.get(realm, configId);
    if (config.appId !== appId) throw DomainError.notFound('The config');
    return config;
  }

  private async show(realm: Realm, config: ConnectionConfig): Promise<OauthConfigDto> {
    return toConfigDto(await this.views.view(realm, config));
  }
}
