import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import type { Realm } from '../../realms/realm.types.js';
import { scopeWanted } from '../../tokens/bearer-challenge.js';
import type { LiveToken } from '../../tokens/token.types.js';
import type { User } from '../../users/user.types.js';
import { UsersService } from '../../users/users.service.js';
import { ConnectCompletions, type Completion } from '../connect/connect-completions.service.js';
import { ConnectionManagers } from '../connect/connection-managers.service.js';
import type { StartedConnect, Starter } from '../connect/connect-start.types.js';
import { ConnectStarts } from '../connect/connect-starts.service.js';
import type { ConnectSessionDto, NewConnectSessionDto } from './connect-session.dto.js';
import { connectionCaller } from './connection-caller.js';
import { toConnectSessionDto } from './connection.mapper.js';

/** What callers may do with connect sessions, by their tokens. */
@Injectable()
export class ConnectSessionsApi {
  constructor(
    private readonly starts: ConnectStarts,
    private readonly completions: ConnectCompletions,
    private readonly managers: ConnectionManagers,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  async start(realm: Realm, token: LiveToken, body: NewConnectSessionDto): Promise<StartedConnect> {
    const { config: configId, userId, expiresIn: lifetimeSeconds, params = {}, ...wish } = body;
    if (!Object.values(params).every((value) => typeof value === 'string'))
      throw DomainError.invalid('params', 'must be an object of texts');
    return this.starts.start(realm, await this.starter(realm, token, userId), {
      ...wish,
      configId,
      params,
      lifetimeSeconds,
    });
  }

  /** @throws DomainError `not_found` for a session that the caller did not begin */
  async get(realm: RealmRef, token: LiveToken, id: string): Promise<ConnectSessionDto> {
    const caller = connectionCaller(token);
    const session =
      caller.kind === 'user'
        ? await this.completions.findOfUser(realm, id, caller.user.id)
        : await this.completions.find(realm, id, caller.client);
    if (!session) throw DomainError.notFound('The session');
    return toConnectSessionDto(session, this.clock.now());
  }

  /** @throws DomainError as {@link ConnectCompletions.complete} does */
  async complete(
    realm: RealmRef,
    token: LiveToken,
    id: string,
    proof: Omit<Completion, 'client'>,
  ): Promise<ConnectSessionDto> {
    const caller = connectionCaller(token);
    if (caller.kind === 'user') throw scopeWanted(token.realm.name, [CONN_SCOPES.connect]);
    await this.completions.complete(realm, id, { ...proof, client: caller.client });
    return this.get(realm, token, id);
  }

  private async starter(realm: RealmRef, token: LiveToken, userId: string | undefined): Promise<Starter> {
    const caller = connectionCaller(token);
    const mayManage = await this.managers.includes(token);
    if (caller.kind === 'service') return { ...caller, mayManage, user: await this.named(realm, userId) };
    if (userId === undefined || userId === caller.user.id) return { ...caller, mayManage };
    throw DomainError.invalid('userId', 'is for services; an application connects for the user of its token');
  }

  private async named(realm: RealmRef, userId: string | undefined): Promise<User | null> {
    if (userId === undefined) return null;
    const user = await this.users.findById(realm, userId);
    if (user?.enabled) return user;
    throw DomainError.invalid('userId', 'is not the id of a user who may sign in');
  }
}
