import { Get, Query } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import type { Page } from '../../database/page.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import type { Realm } from '../../realms/realm.types.js';
import { UsersService } from '../../users/users.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { AuditEventDto, AuditQueryDto } from './audit-event.dto.js';
import { toAuditEventDto, toAuditFilters } from './audit-event.mapper.js';

/** The record, the newest first. */
@AdminController('', 'audit')
export class AdminAuditEventsController {
  constructor(
    private readonly audit: AuditService,
    private readonly users: UsersService,
  ) {}

  @Get('realms/:realm/audit-events')
  @ReadsPage(AuditEventDto)
  async list(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Query() query: AuditQueryDto,
  ): Promise<Page<AuditEventDto>> {
    const { items, nextCursor } = await this.audit.list(
      realm,
      toAuditFilters(query, await this.userId(realm, query.user)),
      query,
    );
    return { items: items.map(toAuditEventDto), nextCursor };
  }

  /** Of every realm, those that are gone included. */
  @Get('audit-events')
  @ReadsPage(AuditEventDto)
  async listAll(@Query() query: AuditQueryDto): Promise<Page<AuditEventDto>> {
    const { user } = query;
    if (user !== undefined && !isId(user)) throw DomainError.invalid('user', 'must be the id of a user');
    const { items, nextCursor } = await this.audit.listAll(toAuditFilters(query, user), query);
    return { items: items.map(toAuditEventDto), nextCursor };
  }

  /** The id is taken as it is: the record outlives the user. */
  private async userId(realm: Realm, user: string | undefined): Promise<string | undefined> {
    return user === undefined || isId(user) ? user : (await this.users.get(realm, user)).id;
  }
}
