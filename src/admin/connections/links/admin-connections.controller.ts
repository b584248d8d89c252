import { Body, Delete, Get, Param, Patch, Query } from '@nestjs/common';
import { ConnectionEvents } from '../../../connections/events/connection-events.service.js';
import type { Connection } from '../../../connections/vault/connection.types.js';
import { ConnectionsService } from '../../../connections/vault/connections.service.js';
import type { Page } from '../../../database/page.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/ids.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { AdminController, Changes, Deletes, Reads, ReadsPage } from '../../conventions/admin-endpoint.decorator.js';
import { PageQueryDto } from '../../conventions/page.dto.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { connectionActorOf } from '../actor.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import {
  ConnectionChangesDto,
  ConnectionDto,
  ConnectionEventDto,
  ConnectionQueryDto,
  DisconnectQueryDto,
} from './connection.dto.js';
import { toConnectionDto, toEventDto, toFilter } from './connection.mapper.js';

/** The accounts that are connected: metadata alone, never a token. */
@AdminController('realms/:realm/connections', 'connections')
export class AdminConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly events: ConnectionEvents,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @OpenTo(CONNECTION_ROLES.support)
  @ReadsPage(ConnectionDto)
  async list(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Query() query: ConnectionQueryDto,
  ): Promise<Page<ConnectionDto>> {
    const { items, nextCursor } = await this.connections.list(realm, toFilter(query), query);
    return { items: items.map(toConnectionDto), nextCursor };
  }

  @Get(':connectionId')
  @OpenTo(CONNECTION_ROLES.support)
  @Reads(ConnectionDto)
  async read(@CurrentAdmin() { realm }: ManagementRequest, @Param('connectionId') id: string): Promise<ConnectionDto> {
    return toConnectionDto(await this.connections.get(realm, id));
  }

  @Patch(':connectionId')
  @Changes(ConnectionDto)
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('connectionId') id: string,
    @Body() body: ConnectionChangesDto,
  ): Promise<ConnectionDto> {
    const write = { type: 'admin.connection.updated', target: id, changes: body } as const;
    return toConnectionDto(await this.writes.run(admin, write, () => this.change(admin, id, body)));
  }

  /** Its secrets are erased at once; with `revoke=auto` the provider is told afterwards. */
  @Delete(':connectionId')
  @Deletes()
  async delete(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('connectionId') id: string,
    @Query() { revoke }: DisconnectQueryDto,
  ): Promise<void> {
    const { realm } = admin;
    const write = { type: 'admin.connection.deleted', target: id, detail: { revoke } } as const;
    await this.writes.run(admin, write, async () =>
      this.connections.disconnect(realm, await this.connections.get(realm, id), { revoke }, connectionActorOf(admin)),
    );
  }

  /** The newest first. Also of a connection that is gone. */
  @Get(':connectionId/events')
  @OpenTo(CONNECTION_ROLES.support)
  @ReadsPage(ConnectionEventDto)
  async history(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('connectionId') id: string,
    @Query() query: PageQueryDto,
  ): Promise<Page<ConnectionEventDto>> {
    const connectionId = requireId(id);
    const { items, nextCursor } = await this.events.list(realm, { connectionId }, query);
    return { items: items.map(toEventDto), nextCursor };
  }

  private async change(
    admin: ManagementRequest,
    id: string,
    { label, enabled }: ConnectionChangesDto,
  ): Promise<Connection> {
    const { realm } = admin;
    const current = await this.connections.get(realm, id);
    const named = label === undefined ? current : await this.connections.rename(realm, current, label);
    if (enabled === undefined) return named;
    if (enabled) return this.connections.enable(realm, named);
    return this.connections.disable(realm, named, connectionActorOf(admin));
  }
}

function requireId(id: string): string {
  if (isId(id)) return id;
  throw new DomainError('connection_not_found', 'The connection does not exist.');
}
