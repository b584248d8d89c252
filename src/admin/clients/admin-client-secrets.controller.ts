import { Body, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ClientsService } from '../../clients/clients.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, Creates } from '../conventions/admin-endpoint.decorator.js';
import { locate } from '../conventions/location.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { CreatedClientSecretDto, NewClientSecretDto, NewClientSecretQueryDto } from './client-secret.dto.js';

@AdminController('realms/:realm/clients/:clientId/secrets', 'clients')
export class AdminClientSecretsController {
  constructor(
    private readonly clients: ClientsService,
    private readonly writes: ManagementWrites,
  ) {}

  /** A second secret, so that a client can change over without a gap. Its `Location` is the client, which lists it. */
  @Post()
  @Creates(CreatedClientSecretDto)
  async create(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('clientId') clientId: string,
    @Body() body: NewClientSecretDto,
    @Query() query: NewClientSecretQueryDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedClientSecretDto> {
    const { realm } = admin;
    const { expireOthersIn } = query;
    const write = { type: 'admin.client_secret.created', target: clientId, detail: { ...query } } as const;
    const { id, clientSecret } = await this.writes.run(admin, write, () =>
      this.clients.addSecret(realm, clientId, { secret: body.clientSecret, expireOthersIn }),
    );
    locate(reply, 'realms', realm.name, 'clients', clientId);
    return { id, clientSecret };
  }
}
