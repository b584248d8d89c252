import { Body, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ConnectionApp } from '../../../connections/apps/app.types.js';
import { AppCopies } from '../../../connections/catalogue/app-copies.service.js';
import { Catalogue } from '../../../connections/catalogue/catalogue.service.js';
import { CopyUpdates } from '../../../connections/catalogue/copy-updates.service.js';
import { CopyViews } from '../../../connections/catalogue/copy-views.service.js';
import type { Page } from '../../../database/page.js';
import type { Realm } from '../../../realms/realm.types.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { AdminController, Changes, Creates, ReadsPage } from '../../conventions/admin-endpoint.decorator.js';
import { locate } from '../../conventions/location.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { actorOf } from '../actor.js';
import { CatalogueAppDto, CopyDto, CopyUpdateDto, NewCopyDto } from './catalogue.dto.js';
import { toCatalogueAppDto, toCopyDto } from './catalogue.mapper.js';

/** What the operator offers, and the copies that the realm has made of it. */
@AdminController('realms/:realm/connections', 'connections')
export class AdminCatalogueController {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly copies: AppCopies,
    private readonly updates: CopyUpdates,
    private readonly views: CopyViews,
    private readonly writes: ManagementWrites,
  ) {}

  /** All of them, with nothing that anybody has entered. */
  @Get('catalogue')
  @ReadsPage(CatalogueAppDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest): Promise<Page<CatalogueAppDto>> {
    return { items: (await this.catalogue.list(realm)).map(toCatalogueAppDto), nextCursor: null };
  }

  /** Makes a copy that is the realm's own, with callbacks of its own: register them at the provider, and enter what is missing. */
  @Post('catalogue/:slug/install')
  @Creates(CopyDto)
  async install(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('slug') slug: string,
    @Body() body: NewCopyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CopyDto> {
    const { realm } = admin;
    const write = { type: 'admin.catalogue_app.installed', target: slug, changes: body } as const;
    const app = await this.writes.run(admin, write, () =>
      this.copies.install(realm, slug, { ...body }, actorOf(admin)),
    );
    locate(reply, 'realms', realm.name, 'connections', 'apps', app.id);
    return this.show(realm, app);
  }

  /** Takes over what the catalogue has now. Configs keep their ids, callbacks and clients, connections what they go by. */
  @Post('apps/:appId/update')
  @HttpCode(200)
  @Changes(CopyDto)
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Body() body: CopyUpdateDto,
  ): Promise<CopyDto> {
    const { realm } = admin;
    const write = { type: 'admin.catalogue_app.updated', target: appId, changes: body } as const;
    const app = await this.writes.run(admin, write, () => this.updates.update(realm, appId, { ...body }));
    return this.show(realm, app);
  }

  private async show(realm: Realm, app: ConnectionApp): Promise<CopyDto> {
    return toCopyDto(await this.views.view(realm, app), await this.catalogue.versions([app]));
  }
}
