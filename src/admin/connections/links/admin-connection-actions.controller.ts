import { Body, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { ConnectionConfig } from '../../../connections/configs/config.types.js';
import { ConfigsService } from '../../../connections/configs/configs.service.js';
import { ConnectionChecks } from '../../../connections/vault/connection-checks.service.js';
import { ConnectionTokens } from '../../../connections/vault/connection-tokens.service.js';
import type { ConnectionOwner } from '../../../connections/vault/connection.types.js';
import { ConnectionsService } from '../../../connections/vault/connections.service.js';
import { DomainError } from '../../../kernel/domain-error.js';
import { isId } from '../../../kernel/ids.js';
import type { Realm } from '../../../realms/realm.types.js';
import { ManagementWrites } from '../../../tokens/management/management-writes.service.js';
import type { ManagementRequest } from '../../../tokens/management/management.types.js';
import { UsersService } from '../../../users/users.service.js';
import { AdminController, Changes, Creates, Deletes } from '../../conventions/admin-endpoint.decorator.js';
import { locate } from '../../conventions/location.js';
import { CurrentAdmin } from '../../current-admin.decorator.js';
import { actorOf, connectionActorOf } from '../actor.js';
import { ConnectionDto, NewConnectionDto, TestedConnectionDto } from './connection.dto.js';
import { toConnectionDto, toImportedTokens } from './connection.mapper.js';

/** What is done to a connection by hand. The provider is called, outside of any transaction. */
@AdminController('realms/:realm/connections', 'connections')
export class AdminConnectionActionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly tokens: ConnectionTokens,
    private readonly checks: ConnectionChecks,
    private readonly configs: ConfigsService,
    private readonly users: UsersService,
    private readonly writes: ManagementWrites,
  ) {}

  /** Brings tokens in that were got elsewhere. */
  @Post('import')
  @Creates(ConnectionDto)
  async import(
    @CurrentAdmin() admin: ManagementRequest,
    @Body() body: NewConnectionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConnectionDto> {
    const { realm } = admin;
    const config = await this.configs.get(realm, body.config);
    const owner = await this.ownerOf(realm, config, body.userId);
    const wanted = { config, owner, slot: body.slot, label: body.label, createdBy: actorOf(admin) };
    const write = { type: 'admin.connection.imported', target: config.id, changes: body } as const;
    const made = await this.writes.run(admin, write, () =>
      this.connections.import(realm, wanted, toImportedTokens(body)),
    );
    locate(reply, 'realms', realm.name, 'connections', made.id);
    return toConnectionDto(made);
  }

  /** Whatever is known of its end, and though the provider failed a moment ago; once in 30 seconds. */
  @Post(':connectionId/refresh')
  @HttpCode(200)
  @Changes(ConnectionDto)
  async refresh(@CurrentAdmin() admin: ManagementRequest, @Param('connectionId') id: string): Promise<ConnectionDto> {
    const { realm } = admin;
    await this.tokens.refreshNow(realm, await this.connections.get(realm, id));
    await this.writes.record(admin, { type: 'admin.connection.refreshed', target: id });
    return toConnectionDto(await this.connections.get(realm, id));
  }

  /** Makes the test request of its config. */
  @Post(':connectionId/test')
  @HttpCode(200)
  @Changes(TestedConnectionDto)
  async test(
    @CurrentAdmin() admin: ManagementRequest,
    @Param('connectionId') id: string,
  ): Promise<TestedConnectionDto> {
    const { realm } = admin;
    const { accountId, accountLabel } = await this.checks.test(realm, await this.connections.get(realm, id));
    await this.writes.record(admin, { type: 'admin.connection.tested', target: id });
    return { accountId, accountLabel };
  }

  /** Disconnects it, and has the provider end the grant unless another connection lives by it. */
  @Post(':connectionId/revoke')
  @Deletes()
  async revoke(@CurrentAdmin() admin: ManagementRequest, @Param('connectionId') id: string): Promise<void> {
    const { realm } = admin;
    const actor = connectionActorOf(admin);
    await this.writes.run(admin, { type: 'admin.connection.revoked', target: id }, async () =>
      this.connections.disconnect(realm, await this.connections.get(realm, id), { revoke: 'auto' }, actor),
    );
  }

  private async ownerOf(
    realm: Realm,
    { connectionLevel }: ConnectionConfig,
    userId: string | undefined,
  ): Promise<ConnectionOwner> {
    if (connectionLevel === 'realm' && userId === undefined) return { kind: 'realm' };
    if (connectionLevel === 'realm') throw DomainError.invalid('userId', 'is not for connections of the realm');
    const user = userId !== undefined && isId(userId) ? await this.users.findById(realm, userId) : null;
    if (!user) throw DomainError.invalid('userId', 'is not the id of a user of the realm');
    return { kind: 'user', userId: user.id };
  }
}
