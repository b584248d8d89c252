import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { SavedRequest } from '../../../connections/proxy/saved-request.types.js';
import { SavedRequests } from '../../../connections/proxy/saved-requests.service.js';
import type { Page } from '../../../database/page.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import {
  AdminController,
  Changes,
  Conditional,
  Creates,
  Deletes,
  Reads,
  ReadsPage,
} from '../../conventions/admin-endpoint.decorator.js';
import { IfMatch } from '../../conventions/if-match.decorator.js';
import { locate } from '../../conventions/location.js';
import { PageQueryDto } from '../../conventions/page.dto.js';
import { toText } from '../../conventions/times.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { CONNECTION_ROLES, OpenTo } from '../connection-roles.js';
import { NewSavedRequestDto, SavedRequestChangesDto, SavedRequestDto } from './saved-request.dto.js';

const toDto = (request: SavedRequest): SavedRequestDto => ({
  name: request.name,
  method: request.method,
  path: request.path,
  headers: { ...request.headers },
  query: { ...request.query },
  body: request.body,
  bodyFormat: request.bodyFormat,
  version: request.version,
  createdAt: toText(request.createdAt),
  updatedAt: toText(request.updatedAt),
});

/** The calls that an app knows by name. */
@AdminController('realms/:realm/connections/apps/:appId/requests', 'connections')
@OpenTo(CONNECTION_ROLES.developer)
export class AdminSavedRequestsController {
  constructor(
    private readonly requests: SavedRequests,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(SavedRequestDto)
  async list(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('appId') appId: string,
    @Query() query: PageQueryDto,
  ): Promise<Page<SavedRequestDto>> {
    const { items, nextCursor } = await this.requests.list(realm, appId, query);
    return { items: items.map(toDto), nextCursor };
  }

  @Post()
  @Creates(SavedRequestDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Body() body: NewSavedRequestDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedRequestDto> {
    const { realm } = admin;
    const write = {
      type: 'admin.saved_request.created',
      target: body.name,
      changes: body,
      detail: { app: appId },
    } as const;
    const created = await this.writes.run(admin, write, () => this.requests.create(realm, appId, { ...body }));
    locate(reply, 'realms', realm.name, 'connections', 'apps', appId, 'requests', created.name);
    return toDto(created);
  }

  @Get(':name')
  @Reads(SavedRequestDto)
  async read(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Param('appId') appId: string,
    @Param('name') name: string,
  ): Promise<SavedRequestDto> {
    return toDto(await this.requests.get(realm, appId, name));
  }

  @Patch(':name')
  @Changes(SavedRequestDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Param('name') name: string,
    @Body() body: SavedRequestChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<SavedRequestDto> {
    const write = { type: 'admin.saved_request.updated', target: name, changes: body, detail: { app: appId } } as const;
    const update = (): Promise<SavedRequest> => this.requests.update(admin.realm, appId, name, { ...body }, version);
    return toDto(await this.writes.run(admin, write, update));
  }

  @Delete(':name')
  @Deletes()
  @Conditional()
  async delete(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('appId') appId: string,
    @Param('name') name: string,
    @IfMatch() version: number | undefined,
  ): Promise<void> {
    const write = { type: 'admin.saved_request.deleted', target: name, detail: { app: appId } } as const;
    await this.writes.run(admin, write, () => this.requests.delete(admin.realm, appId, name, version));
  }
}
