import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../database/page.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import type { Realm } from '../../realms/realm.types.js';
import { RolesService } from '../../realms/roles.service.js';
import { TokensService } from '../../tokens/tokens.service.js';
import type { User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
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
import { NewUserDto, UserChangesDto, UserDto } from './user.dto.js';
import { toNewUser, toUserChanges, toUserDto } from './user.mapper.js';

@AdminController('realms/:realm/users', 'users')
export class AdminUsersController {
  constructor(
    private readonly users: UsersService,
    private readonly roles: RolesService,
    private readonly tokens: TokensService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(UserDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest, @Query() query: PageQueryDto): Promise<Page<UserDto>> {
    const { items, nextCursor } = await this.users.list(realm, query);
    return { items: await Promise.all(items.map((user) => this.show(realm, user))), nextCursor };
  }

  @Post()
  @Creates(UserDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewUserDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserDto> {
    const { realm } = admin;
    const write = { type: 'admin.user.created', target: body.username, changes: body } as const;
    const user = await this.users.create(realm, toNewUser(body), () => this.writes.record(admin, write));
    locate(reply, 'realms', realm.name, 'users', user.username);
    return this.show(realm, user);
  }

  @Get(':username')
  @Reads(UserDto)
  async read(@CurrentAdmin() { realm }: ManagementRequest, @Param('username') username: string): Promise<UserDto> {
    return this.show(realm, await this.users.get(realm, username));
  }

  @Patch(':username')
  @Changes(UserDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('username') username: string,
    @Body() body: UserChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<UserDto> {
    const { realm } = admin;
    const write = { type: 'admin.user.updated', target: username, changes: body } as const;
    const current = await this.users.get(realm, username);
    // Attributes are merged into what was read, so they are written only over that.
    const expected = version ?? (body.attributes && current.version);
    const changes = toUserChanges(body, current);
    const record = (): Promise<void> => this.writes.record(admin, write);
    const user = await this.users.update(realm, username, changes, expected, record);
    if (body.password !== undefined) await this.endGrants(admin, user);
    return this.show(realm, user);
  }

  @Delete(':username')
  @Deletes()
  @Conditional()
  async delete(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('username') username: string,
    @IfMatch() version: number | undefined,
  ): Promise<void> {
    await this.writes.run(admin, { type: 'admin.user.deleted', target: username }, async () => {
      refuseStale(await this.users.get(admin.realm, username), version);
      await this.users.delete(admin.realm, username);
    });
  }

  /** The change itself ended what was there; this ends what the old password began while the change was being committed. */
  private async endGrants({ realm, request }: ManagementRequest, user: User): Promise<void> {
    await this.tokens.revokeGrantsOfUser(realm, user.id, request);
  }

  private async show(realm: Realm, user: User): Promise<UserDto> {
    return toUserDto(user, await this.roles.authoritiesOf(realm, 'user', user));
  }
}
