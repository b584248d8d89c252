import { Body, Delete, Get, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../database/page.js';
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
    const write = { type: 'admin.role_association.created', target: body.parentRole, detail: { ...body } } as const;
    await this.writes.run(admin, write, () => this.associations.create(admin.realm, { ...body }));
    locate(reply, 'realms', admin.realm.name, 'role-associations');
    return body;
  }

  /** Named by the query: a body has no meaning in a DELETE (RFC 9110 section 9.3.5). */
  @Delete()
  @Deletes()
  async delete(@CurrentAdmin() admin: ManagementRequest, @Query() query: RoleAssociationDto): Promise<void> {
    await this.rights.require(admin.token, query.childRealm);
    const write = { type: 'admin.role_association.deleted', target: query.parentRole, detail: { ...query } } as const;
    await this.writes.run(admin, write, () => this.associations.delete(admin.realm, { ...query }));
  }
}
