import { Body, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { InitialAccessToken } from '../../clients/initial-access-token.types.js';
import { InitialAccessTokens } from '../../clients/initial-access-tokens.service.js';
import type { Page } from '../../database/page.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, Creates, Deletes, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { locate } from '../conventions/location.js';
import { PageQueryDto } from '../conventions/page.dto.js';
import { toText } from '../conventions/times.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import {
  CreatedInitialAccessTokenDto,
  InitialAccessTokenDto,
  NewInitialAccessTokenDto,
} from './initial-access-token.dto.js';

const toDto = ({ id, remaining, createdAt, expiresAt }: InitialAccessToken): InitialAccessTokenDto => ({
  id,
  remaining,
  createdAt: toText(createdAt),
  expiresAt: toText(expiresAt),
});

/** The tokens that let others register clients in a realm. */
@AdminController('realms/:realm/initial-access-tokens', 'clients')
export class AdminInitialAccessTokensController {
  constructor(
    private readonly tokens: InitialAccessTokens,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(InitialAccessTokenDto)
  async list(
    @CurrentAdmin() { realm }: ManagementRequest,
    @Query() query: PageQueryDto,
  ): Promise<Page<InitialAccessTokenDto>> {
    const { items, nextCursor } = await this.tokens.list(realm, query);
    return { items: items.map(toDto), nextCursor };
  }

  /** The token is in the answer, this once. */
  @Post()
  @Creates(CreatedInitialAccessTokenDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewInitialAccessTokenDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedInitialAccessTokenDto> {
    const { realm } = admin;
    const write = { type: 'admin.initial_access_token.created', target: realm.name, detail: { ...body } } as const;
    const created = await this.writes.run(admin, write, () => this.tokens.create(realm, body));
    locate(reply, 'realms', realm.name, 'initial-access-tokens', created.id);
    return { ...toDto(created), token: created.token };
  }

  @Delete(':id')
  @Deletes()
  async delete(@CurrentAdmin() admin: ManagementRequest, @Param('id') id: string): Promise<void> {
    const write = { type: 'admin.initial_access_token.deleted', target: id } as const;
    await this.writes.run(admin, write, () => this.tokens.delete(admin.realm, id));
  }
}
