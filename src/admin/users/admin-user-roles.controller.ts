import { Body, Param, Put } from '@nestjs/common';
import { ApiBody, ApiOkResponse } from '@nestjs/swagger';
import { RolesService } from '../../realms/roles.service.js';
import { UsersService } from '../../users/users.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController } from '../conventions/admin-endpoint.decorator.js';
import { RoleNamesPipe } from '../conventions/role-names.pipe.js';
import { CurrentAdmin } from '../current-admin.decorator.js';

@AdminController('realms/:realm/users/:username/roles', 'users')
export class AdminUserRolesController {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly writes: ManagementWrites,
  ) {}

  /** Replaces the roles of a user; answers with the roles it holds now. */
  @Put()
  @ApiBody({ schema: { type: 'array', items: { type: 'string' }, example: ['auditor'] } })
  @ApiOkResponse({ schema: { type: 'array', items: { type: 'string' }, example: ['auditor'] } })
  async replace(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('username') username: string,
    @Body(RoleNamesPipe) names: string[],
  ): Promise<readonly string[]> {
    const { realm } = admin;
    const write = { type: 'admin.user_roles.replaced', target: username, detail: { roles: names } } as const;
    const record = (): Promise<void> => this.writes.record(admin, write);
    const user = await this.users.update(realm, username, { roles: names }, undefined, record);
    return this.roles.authoritiesOf(realm, 'user', user);
  }
}
