import { Body, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../database/page.js';
import type { Role } from '../../realms/realm.types.js';
import { RolesService } from '../../realms/roles.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, Creates, Deletes, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { locate } from '../conventions/location.js';
import { PageQueryDto } from '../conventions/page.dto.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { NewRoleDto, RoleDto } from './role.dto.js';

const toRoleDto = ({ name, description }: Role): RoleDto => ({ name, description });

@AdminController('realms/:realm/roles', 'roles')
export class AdminRolesController {
  constructor(
    private readonly roles: RolesService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(RoleDto)
  async list(@CurrentAdmin() admin: ManagementRequest, @Query() query: PageQueryDto): Promise<Page<RoleDto>> {
    const { items, nextCursor } = await this.roles.list(admin.realm, query);
    return { items: items.map(toRoleDto), nextCursor };
  }

  @Post()
  @Creates(RoleDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleDto> {
    const write = { type: 'admin.role.created', target: body.name, changes: body } as const;
    const role = await this.writes.run(admin, write, () =>
      this.roles.create(admin.realm, { name: body.name, description: body.description ?? null }),
    );
    locate(reply, 'realms', admin.realm.name, 'roles', role.name);
    return toRoleDto(role);
  }

  @Delete(':name')
  @Deletes()
  async delete(@CurrentAdmin() admin: ManagementRequest, @Param('name') name: string): Promise<void> {
    await this.writes.run(admin, { type: 'admin.role.deleted', target: name }, () =>
      this.roles.delete(admin.realm, name),
    );
  }
}
