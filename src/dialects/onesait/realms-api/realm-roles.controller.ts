import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import { RolesService } from '../../../realms/roles.service.js';
import type { Manager } from '../../../tokens/management/management.types.js';
import { allPages } from './all-pages.js';
import { CurrentManager } from './current-manager.decorator.js';
import { answerEach, type EntryAnswer } from './each-entry.js';
import { RealmAccess } from './realm-access.service.js';
import { Exchanges, RealmsApi } from './realms-api.decorator.js';
import { entryAnswers, ROLE } from './realms-api.examples.js';
import { arrayOf } from './request-body.js';
import { RoleWrites } from './role-writes.service.js';
import { createdRoleText, toNewRole, toRoleBodies, type RoleBody } from './role.mapper.js';

@RealmsApi()
export class OnesaitRealmRolesController {
  constructor(
    private readonly access: RealmAccess,
    private readonly roles: RolesService,
    private readonly writes: RoleWrites,
  ) {}

  @Get(':id/roles')
  @Exchanges({ summary: 'The roles of a realm', answer: [ROLE], refusals: { 404: 'Realm "shop" does not exist' } })
  async list(@CurrentManager() manager: Manager, @Param('id') id: string): Promise<RoleBody[]> {
    const { realm } = await this.access.to(manager, id);
    return toRoleBodies(await allPages((page) => this.roles.list(realm, page)));
  }

  @Post(':id/roles')
  @Exchanges({
    summary: 'Makes a role',
    body: ROLE,
    status: 201,
    refusals: { 404: 'Realm "shop" does not exist', 409: 'Role already exists wiht name EDITOR' },
  })
  async create(@CurrentManager() manager: Manager, @Param('id') id: string, @Body() body: unknown): Promise<void> {
    await this.writes.create(await this.access.to(manager, id), toNewRole(body));
  }

  @Post(':id/roles/multiple')
  @Exchanges({
    summary: 'Makes several roles, each on its own',
    body: [ROLE],
    answer: entryAnswers('Role', ROLE, createdRoleText(ROLE)),
    refusals: { 404: 'Realm "shop" does not exist' },
  })
  async createEach(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Body() body: unknown,
  ): Promise<EntryAnswer[]> {
    const managed = await this.access.to(manager, id);
    return answerEach('Role', arrayOf(body), async (entry) => {
      const role = toNewRole(entry);
      await this.writes.create(managed, role);
      return createdRoleText(role);
    });
  }

  @Delete(':id/roles/:roleName')
  @Exchanges({
    summary: 'Deletes a role with all its assignments and associations',
    refusals: { 404: 'Role "EDITOR" does not exist in Realm shop' },
  })
  async delete(
    @CurrentManager() manager: Manager,
    @Param('id') id: string,
    @Param('roleName') roleName: string,
  ): Promise<void> {
    await this.writes.delete(await this.access.to(manager, id), roleName);
  }
}
