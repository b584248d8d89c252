import { Delete, Get, Param, Query } from '@nestjs/common';
import type { Page } from '../../database/page.js';
import { DomainError } from '../../kernel/domain-error.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { UsersService } from '../../users/users.service.js';
import { AdminController, Deletes, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { PageQueryDto } from '../conventions/page.dto.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { SessionDto } from './session.dto.js';
import { toSessionDto } from './session.mapper.js';

@AdminController('realms/:realm/users/:username/sessions', 'users')
export class AdminUserSessionsController {
  constructor(
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly writes: ManagementWrites,
  ) {}

  /** Where a user is signed in. */
  @Get()
  @ReadsPage(SessionDto)
  async list(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('username') username: string,
    @Query() query: PageQueryDto,
  ): Promise<Page<SessionDto>> {
    const user = await this.users.get(realm, username);
    const { items, nextCursor } = await this.sessions.list(realm, user.id, query);
    return { items: items.map(toSessionDto), nextCursor };
  }

  /** Signs a user out everywhere, and ends the grants that were given for those sessions without `offline_access`. */
  @Delete()
  @Deletes()
  async endAll(@CurrentAdmin() admin: ManagementRequest, @Param('username') username: string): Promise<void> {
    const { realm, request } = admin;
    await this.writes.run(admin, { type: 'admin.user_sessions.ended', target: username }, async () => {
      const user = await this.users.get(realm, username);
      await this.sessions.endAllOf(realm, user.id, request);
    });
  }

  /** Ends one of them. */
  @Delete(':id')
  @Deletes()
  async end(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('username') username: string,
    @Param('id') id: string,
  ): Promise<void> {
    const { realm, request } = admin;
    const write = { type: 'admin.user_session.ended', target: username, detail: { session: id } } as const;
    await this.writes.run(admin, write, async () => {
      const user = await this.users.get(realm, username);
      const session = await this.sessions.findById(realm, id);
      const ended = session?.userId === user.id && (await this.sessions.end(realm, session.id, request));
      if (!ended) throw DomainError.notFound('A session of that id');
    });
  }
}
