import { Body, Delete, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../database/page.js';
import { RealmsService } from '../../realms/realms.service.js';
import { RoleAssociationsService } from '../../realms/role-associations.service.js';
import { ManagementRights } from '../../tokens/management/management-rights.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, Creates, Deletes, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { locate } from '../conventions/location.js';
import { PageQueryDto } from '../conventions/page.dto.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { RoleAssociationDto } from './role.dto.js';

/** The only bridges between realms: whoever builds or breaks one manages both of its ends. */
@AdminController('realms/:realm/role-associations', 'role associations')
export class AdminRoleAssociationsController {
  constructor(
    private readonly associations: RoleAssociationsService,
    private readonly realms: RealmsService,
    private readonly writes: ManagementWrites,
    private readonly rights: ManagementRights,
  ) {}

  @Get()
  @ReadsPage(RoleAssociationDto)
  async list(
    @CurrentAdmin() admin: ManagementRequest,
    @Query() query: PageQueryDto,
  ): Promise<Page<RoleAssociationDto>> {
    const { items, nextCursor } = await this.associations.list(admin.realm, query);
    return {
      items: items.map(({ parentRole, childRealm, childRole }) => ({ parentRole, childRealm, childRole })),
      nextCursor,
    };
  }

  @Post()
  @Creates(RoleAssociationDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: RoleAssociationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleAssociationDto> {
    await this.rights.require(admin.token, body.childRealm);
    await this.write(admin, 'created', body, () => this.associations.create(admin.realm, { ...body }));
    locate(reply, 'realms', admin.realm.name, 'role-associations');
    return body;
  }

  /** Named by the query: a body has no meaning in a DELETE (RFC 9110 section 9.3.5). */
  @Delete()
  @Deletes()
  async delete(@CurrentAdmin() admin: ManagementRequest, @Query() query: RoleAssociationDto): Promise<void> {
    await this.rights.require(admin.token, query.childRealm);
    await this.write(admin, 'deleted', query, () => this.associations.delete(admin.realm, { ...query }));
  }

  /** In the record of both realms: whoever reads that of the child learns who else holds its role. */
  private write(
    admin: ManagementRequest,
    verb: 'created' | 'deleted',
    { ...ends }: RoleAssociationDto,
    work: () => Promise<void>,
  ): Promise<void> {
    const detail = { ...ends, parentRealm: admin.realm.name };
    const write = { type: `admin.role_association.${verb}`, target: ends.parentRole, detail } as const;
    return this.writes.run(admin, write, async () => {
      await work();
      const realm = await this.realms.get(ends.childRealm);
      await this.writes.record(admin, { ...write, realm, target: ends.childRole });
    });
  }
}
