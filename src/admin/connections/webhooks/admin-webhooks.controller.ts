import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Webhook } from '../../../connections/events/webhook.types.js';
import { WebhooksService } from '../../../connections/events/webhooks.service.js';
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
import { NewWebhookDto, WebhookChangesDto, WebhookDto, WebhookSecretDto } from './webhook.dto.js';

const toDto = ({ id, url, events, enabled, version, createdAt, updatedAt }: Webhook): WebhookDto => ({
  id,
  url,
  events: [...events],
  enabled,
  version,
  createdAt: toText(createdAt),
  updatedAt: toText(updatedAt),
});

/** Who is told of what happens to the connections of a realm. */
@AdminController('realms/:realm/connections/webhooks', 'connections')
export class AdminWebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(WebhookDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest, @Query() query: PageQueryDto): Promise<Page<WebhookDto>> {
    const { items, nextCursor } = await this.webhooks.list(realm, query);
    return { items: items.map(toDto), nextCursor };
  }

  /** The secret is in the answer, this once. */
  @Post()
  @Creates(WebhookSecretDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewWebhookDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookSecretDto> {
    const { realm } = admin;
    const write = { type: 'admin.webhook.created', target: hostOf(body.url), changes: body } as const;
    const created = await this.writes.run(admin, write, () => this.webhooks.create(realm, { ...body }));
    locate(reply, 'realms', realm.name, 'connections', 'webhooks', created.id);
    return { ...toDto(created), secret: created.secret };
  }

  @Get(':id')
  @Reads(WebhookDto)
  async read(@CurrentAdmin() { realm }: ManagementRequest, @Param('id') id: string): Promise<WebhookDto> {
    return toDto(await this.webhooks.get(realm, id));
  }

  @Patch(':id')
  @Changes(WebhookDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('id') id: string,
    @Body() body: WebhookChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<WebhookDto> {
    const write = { type: 'admin.webhook.updated', target: id, changes: body } as const;
    const update = (): Promise<Webhook> => this.webhooks.update(admin.realm, id, { ...body }, version);
    return toDto(await this.writes.run(admin, write, update));
  }

  /** The secret before it signs no more. The new one is in the answer, this once. */
  @Post(':id/secret')
  @HttpCode(200)
  @ApiOkResponse({ type: WebhookSecretDto })
  async renew(@CurrentAdmin() admin: ManagementRequest, @Param('id') id: string): Promise<WebhookSecretDto> {
    const write = { type: 'admin.webhook.secret_renewed', target: id } as const;
    const renewed = await this.writes.run(admin, write, () => this.webhooks.renewSecret(admin.realm, id));
    return { ...toDto(renewed), secret: renewed.secret };
  }

  @Delete(':id')
  @Deletes()
  @Conditional()
  async delete(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('id') id: string,
    @IfMatch() version: number | undefined,
  ): Promise<void> {
    const write = { type: 'admin.webhook.deleted', target: id } as const;
    await this.writes.run(admin, write, () => this.webhooks.delete(admin.realm, id, version));
  }
}

/** The rest of an address may be secret. */
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'no address');
