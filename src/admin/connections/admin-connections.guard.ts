import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { requestInfo } from '../../http/request-info.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import { MASTER_REALM } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import { ManagementRights, notManaging } from '../../tokens/management/management-rights.service.js';
import { ManagementTokens } from '../../tokens/management/management-tokens.service.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { ADMIN_READ, ADMIN_WRITE } from '../admin.types.js';
import type { GuardedRequest } from '../current-admin.decorator.js';
import { OwnApps, type NamedParts } from './apps/own-apps.service.js';
import { CONNECTION_ROLES, OPEN_TO, type ConnectionRole } from './connection-roles.js';
import type { ConnectionsManager } from './connections-manager.js';

/**
 * As AdminGuard, for what is about connections: here `conn:read` and `conn:manage` do as well as the scopes of the admin
 * API, and a service of the realm itself that holds one needs no role. A user needs a role whatever the scope: that of an
 * administrator, or the one that what is asked for is open to.
 */
@Injectable()
export class AdminConnectionsGuard implements CanActivate {
  constructor(
    private readonly tokens: ManagementTokens,
    private readonly rights: ManagementRights,
    private readonly realms: RealmsService,
    private readonly ownApps: OwnApps,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const addressed = (request.params as { realm?: string }).realm ?? MASTER_REALM;
    const token = await this.tokens.judge(this.presented(request), addressed);
    if (!token) throw new OAuthError('invalid_token', '', { challenges: ['Bearer error="invalid_token"'] });
    const held = heldScopes(token.scope, request.method);
    const role = isOwnService(token, addressed, held) ? null : await this.roleFor(context, token, addressed);
    const realm = await this.realms.get(addressed);
    const appsOf = role === CONNECTION_ROLES.developer ? userIdOf(token) : null;
    if (appsOf !== null) {
      const parts = request.params as NamedParts;
      if (isRead(request.method)) await this.ownApps.requireSight(realm, appsOf, parts);
      else await this.ownApps.requireWork(realm, appsOf, parts);
    }
    const manager: ConnectionsManager = { realm, token, request: requestInfo(request), appsOf };
    request.admin = manager;
    return true;
  }

  /** Null for who manages the realm. @throws DomainError `forbidden` */
  private async roleFor(
    context: ExecutionContext,
    token: LiveToken,
    addressed: string,
  ): Promise<ConnectionRole | null> {
    const targets = [context.getHandler(), context.getClass()];
    const role = this.reflector.getAllAndOverride<ConnectionRole | undefined>(OPEN_TO, targets);
    if (await this.rights.manages(token, addressed)) return null;
    if (role !== undefined && (await this.rights.isUserWith(token, addressed, role))) return role;
    throw notManaging();
  }

  private presented({ headers }: GuardedRequest): string {
    const value = this.tokens.presented(headers.authorization);
    if (value !== null) return value;
    throw new DomainError('unauthenticated', 'The request needs a token: `Authorization: Bearer <token>`.');
  }
}

/** Those that allow it. @throws OAuthError `insufficient_scope` when there is none. */
function heldScopes(scope: readonly string[], method: string): string[] {
  const enough = isRead(method)
    ? [CONN_SCOPES.read, CONN_SCOPES.manage, ADMIN_READ]
    : [CONN_SCOPES.manage, ADMIN_WRITE];
  const held = enough.filter((name) => scope.includes(name));
  if (held.length > 0) return held;
  const needed = isRead(method) ? CONN_SCOPES.read : CONN_SCOPES.manage;
  throw new OAuthError('insufficient_scope', `The token lacks the scope ${needed}.`, {
    challenges: [`Bearer error="insufficient_scope", scope="${needed}"`],
  });
}

const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

function userIdOf({ user }: LiveToken): string {
  if (!user) throw notManaging();
  return user.id;
}

const isOwnService = ({ realm, user }: LiveToken, addressed: string, held: readonly string[]): boolean =>
  user === null &&
  realm.name === addressed &&
  held.some((name) => name === CONN_SCOPES.read || name === CONN_SCOPES.manage);
