import { Body, Delete, Get, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../database/page.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import { ProvisioningService } from '../../provisioning/provisioning.service.js';
import { RealmsService } from '../../realms/realms.service.js';
import { ManagementRights } from '../../tokens/management/management-rights.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import {
  AdminController,
  Changes,
  Conditional,
  Creates,
  Deletes,
  Reads,
  ReadsPage,
} from '../conventions/admin-endpoint.decorator.js';
import { IfMatch } from '../conventions/if-match.decorator.js';
import { locate } from '../conventions/location.js';
import { PageQueryDto } from '../conventions/page.dto.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { NewRealmDto, RealmChangesDto, RealmDto } from './realm.dto.js';
import { toRealmChanges, toRealmDto } from './realm.mapper.js';

@AdminController('realms', 'realms')
export class AdminRealmsController {
  constructor(
    private readonly realms: RealmsService,
    private readonly provisioning: ProvisioningService,
    private readonly writes: ManagementWrites,
    private readonly rights: ManagementRights,
  ) {}

  @Get()
  @ReadsPage(RealmDto)
  async list(@Query() query: PageQueryDto): Promise<Page<RealmDto>> {
    const { items, nextCursor } = await this.realms.list(query);
    return { items: items.map(toRealmDto), nextCursor };
  }

  @Post()
  @Creates(RealmDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewRealmDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RealmDto> {
    const { name, ...changes } = body;
    const write = { type: 'admin.realm.created', target: name, changes } as const;
    const record = (): Promise<void> => this.writes.record(admin, write);
    const realm = await this.provisioning.createRealm(name, toRealmChanges(changes), record);
    locate(reply, 'realms', name);
    return toRealmDto(realm);
  }

  @Get(':realm')
  @Reads(RealmDto)
  read(@CurrentAdmin() admin: ManagementRequest): RealmDto {
    return toRealmDto(admin.realm);
  }

  @Patch(':realm')
  @Changes(RealmDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: RealmChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<RealmDto> {
    const { name } = admin.realm;
    const write = { type: 'admin.realm.updated', target: name, changes: body } as const;
    const realm = await this.writes.run(admin, write, async () => {
      const current = await this.realms.get(name);
      return this.realms.update(name, toRealmChanges(body, current), version);
    });
    return toRealmDto(realm);
  }

  /**
   * For those who may make realms: what a `realm-admin` does by mistake, or somebody in its name, can be mended. The
   * record of it goes to `master`: the realm's own is deleted with it.
   */
  @Delete(':realm')
  @Deletes()
  @Conditional()
  async delete(@CurrentAdmin() admin: ManagementRequest, @IfMatch() version: number | undefined): Promise<void> {
    await this.rights.requireAll(admin.token);
    const { name } = admin.realm;
    const write = { type: 'admin.realm.deleted', target: name, realm: await this.rights.master() } as const;
    await this.writes.run(admin, write, async () => {
      refuseStale(await this.realms.get(name), version);
      await this.provisioning.deleteRealm(name);
    });
  }
}
