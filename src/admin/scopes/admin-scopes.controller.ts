import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientsService } from '../../clients/clients.service.js';
import type { Page } from '../../database/page.js';
import type { Scope } from '../../scopes/scope.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, Changes, Creates, Deletes, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { locate } from '../conventions/location.js';
import { PageQueryDto } from '../conventions/page.dto.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { NewScopeDto, ScopeChangesDto, ScopeDto } from './scope.dto.js';

const toScopeDto = ({ name, description }: Scope): ScopeDto => ({ name, description });

@AdminController('realms/:realm/scopes', 'scopes')
export class AdminScopesController {
  constructor(
    private readonly scopes: ScopesService,
    private readonly clients: ClientsService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(ScopeDto)
  async list(@CurrentAdmin() admin: ManagementRequest, @Query() query: PageQueryDto): Promise<Page<ScopeDto>> {
    const { items, nextCursor } = await this.scopes.list(admin.realm, query);
    return { items: items.map(toScopeDto), nextCursor };
  }

  @Post()
  @Creates(ScopeDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewScopeDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ScopeDto> {
    const write = { type: 'admin.scope.created', target: body.name, changes: body } as const;
    const scope = await this.writes.run(admin, write, () =>
      this.scopes.create(admin.realm, { name: body.name, description: body.description ?? null }),
    );
    locate(reply, 'realms', admin.realm.name, 'scopes', scope.name);
    return toScopeDto(scope);
  }

  @Patch(':name')
  @Changes(ScopeDto)
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('name') name: string,
    @Body() body: ScopeChangesDto,
  ): Promise<ScopeDto> {
    const write = { type: 'admin.scope.updated', target: name, changes: body } as const;
    return toScopeDto(await this.writes.run(admin, write, () => this.scopes.update(admin.realm, name, { ...body })));
  }

  /** Clients that named it lose it in the same transaction. */
  @Delete(':name')
  @Deletes()
  async delete(@CurrentAdmin() admin: ManagementRequest, @Param('name') name: string): Promise<void> {
    await this.writes.run(admin, { type: 'admin.scope.deleted', target: name }, async () => {
      await this.scopes.delete(admin.realm, name);
      await this.clients.forgetScope(admin.realm, name);
    });
  }
}
