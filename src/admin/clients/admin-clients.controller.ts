import { Body, Delete, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientsService } from '../../clients/clients.service.js';
import type { Client } from '../../clients/client.types.js';
import type { Page } from '../../database/page.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import type { Realm } from '../../realms/realm.types.js';
import { RolesService } from '../../realms/roles.service.js';
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
import { ClientChangesDto, NewClientDto } from './client.dto.js';
import { ClientDto, CreatedClientDto } from './client-view.dto.js';
import { toClientChanges, toClientDto, toNewClient } from './client.mapper.js';

@AdminController('realms/:realm/clients', 'clients')
export class AdminClientsController {
  constructor(
    private readonly clients: ClientsService,
    private readonly roles: RolesService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(ClientDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest, @Query() query: PageQueryDto): Promise<Page<ClientDto>> {
    const { items, nextCursor } = await this.clients.list(realm, query);
    return { items: await Promise.all(items.map((client) => this.show(realm, client))), nextCursor };
  }

  @Post()
  @Creates(CreatedClientDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewClientDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedClientDto> {
    const { realm } = admin;
    const write = { type: 'admin.client.created', target: body.clientId, changes: body } as const;
    const created = await this.writes.run(admin, write, async () => {
      const { client, clientSecret } = await this.clients.create(realm, toNewClient(body));
      return { ...(await this.show(realm, client)), ...(clientSecret !== undefined && { clientSecret }) };
    });
    locate(reply, 'realms', realm.name, 'clients', created.clientId);
    return created;
  }

  @Get(':clientId')
  @Reads(ClientDto)
  async read(@CurrentAdmin() { realm }: ManagementRequest, @Param('clientId') clientId: string): Promise<ClientDto> {
    return this.show(realm, await this.clients.get(realm, clientId));
  }

  @Patch(':clientId')
  @Changes(ClientDto)
  @Conditional()
  async update(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('clientId') clientId: string,
    @Body() body: ClientChangesDto,
    @IfMatch() version: number | undefined,
  ): Promise<ClientDto> {
    const { realm } = admin;
    const write = { type: 'admin.client.updated', target: clientId, changes: body } as const;
    return this.writes.run(admin, write, async () =>
      this.show(realm, await this.clients.update(realm, clientId, toClientChanges(body), version)),
    );
  }

  @Delete(':clientId')
  @Deletes()
  @Conditional()
  async delete(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('clientId') clientId: string,
    @IfMatch() version: number | undefined,
  ): Promise<void> {
    await this.writes.run(admin, { type: 'admin.client.deleted', target: clientId }, async () => {
      refuseStale(await this.clients.get(admin.realm, clientId), version);
      await this.clients.delete(admin.realm, clientId);
    });
  }

  private async show(realm: Realm, client: Client): Promise<ClientDto> {
    return toClientDto(
      client,
      await this.roles.authoritiesOf(realm, 'client', client),
      this.clients.liveSecrets(client),
    );
  }
}
