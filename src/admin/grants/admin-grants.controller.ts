import { Delete, Get, Param, Query } from '@nestjs/common';
import { ClientsService } from '../../clients/clients.service.js';
import type { Page } from '../../database/page.js';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import type { Realm } from '../../realms/realm.types.js';
import type { Grant } from '../../tokens/grant.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { UsersService } from '../../users/users.service.js';
import { ManagementWrites } from '../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../tokens/management/management.types.js';
import { AdminController, Deletes, ReadsPage } from '../conventions/admin-endpoint.decorator.js';
import { toText } from '../conventions/times.js';
import { CurrentAdmin } from '../current-admin.decorator.js';
import { GrantDto, GrantsQueryDto } from './grant.dto.js';

@AdminController('realms/:realm/grants', 'grants')
export class AdminGrantsController {
  constructor(
    private readonly tokens: TokensService,
    private readonly clients: ClientsService,
    private readonly users: UsersService,
    private readonly writes: ManagementWrites,
  ) {}

  @Get()
  @ReadsPage(GrantDto)
  async list(@CurrentAdmin() { realm }: ManagementRequest, @Query() query: GrantsQueryDto): Promise<Page<GrantDto>> {
    const { user, client, ...page } = query;
    const userId = user === undefined ? undefined : (await this.users.get(realm, user)).id;
    const clientId = client === undefined ? undefined : (await this.clients.get(realm, client)).id;
    const { items, nextCursor } = await this.tokens.listGrants(realm, { userId, clientId }, page);
    return { items: await Promise.all(items.map((grant) => this.show(realm, grant))), nextCursor };
  }

  @Delete(':id')
  @Deletes()
  async revoke(@CurrentAdmin() admin: ManagementRequest, @Param('id') id: string): Promise<void> {
    await this.writes.run(admin, { type: 'admin.grant.revoked', target: id }, async () => {
      const revoked = isId(id) && (await this.tokens.revokeGrant(admin.realm, id, admin.request));
      if (!revoked) throw DomainError.notFound('A live grant of that id');
    });
  }

  private async show(realm: Realm, grant: Grant): Promise<GrantDto> {
    const [client, user] = await Promise.all([
      this.clients.findById(realm, grant.clientId),
      grant.userId === null ? null : this.users.findById(realm, grant.userId),
    ]);
    return {
      id: grant.id,
      client: client?.clientId ?? null,
      user: user?.username ?? null,
      scopes: [...grant.scope],
      resources: [...grant.resources],
      generation: grant.generation,
      createdAt: toText(grant.createdAt),
      expiresAt: toText(grant.expiresAt),
    };
  }
}
