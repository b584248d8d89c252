import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { requestInfo } from '../../http/request-info.js';
import { DomainError } from '../../kernel/domain-error.js';
import { CONN_SCOPES } from '../../protocol/names.js';
import { OAuthError } from '../../protocol/oauth-error.js';
import { MASTER_REALM } from '../../realms/realm.types.js';
import { RealmsService } from '../../realms/realms.service.js';
import { ManagementRights } from '../../tokens/management/management-rights.service.js';
import { ManagementTokens } from '../../tokens/management/management-tokens.service.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { ADMIN_READ, ADMIN_WRITE } from '../admin.types.js';
import type { GuardedRequest } from '../current-admin.decorator.js';

/**
 * As AdminGuard, for what is about connections: here `conn:read` and `conn:manage` do as well as the scopes of the admin
 * API, and a service of the realm itself that holds one needs no role. A user needs the role whatever the scope.
 */
@Injectable()
export class AdminConnectionsGuard implements CanActivate {
  constructor(
    private readonly tokens: ManagementTokens,
    private readonly rights: ManagementRights,
    private readonly realms: RealmsService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<GuardedRequest>();
    const addressed = (request.params as { realm?: string }).realm ?? MASTER_REALM;
    const token = await this.tokens.judge(this.presented(request), addressed);
    if (!token) throw new OAuthError('invalid_token', '', { challenges: ['Bearer error="invalid_token"'] });
    const held = heldScopes(token.scope, request.method);
    if (!isOwnService(token, addressed, held)) await this.rights.require(token, addressed);
    request.admin = { realm: await this.realms.get(addressed), token, request: requestInfo(request) };
    return true;
  }

  private presented({ headers }: GuardedRequest): string {
    const value = this.tokens.presented(headers.authorization);
    if (value !== null) return value;
    throw new DomainError('unauthenticated', 'The request needs a token: `Authorization: Bearer <token>`.');
  }
}

/** Those that allow it. @throws OAuthError `insufficient_scope` when there is none. */
function heldScopes(scope: readonly string[], method: string): string[] {
  const isRead = method === 'GET' || method === 'HEAD';
  const enough = isRead ? [CONN_SCOPES.read, CONN_SCOPES.manage, ADMIN_READ] : [CONN_SCOPES.manage, ADMIN_WRITE];
  const held = enough.filter((name) => scope.includes(name));
  if (held.length > 0) return held;
  const needed = isRead ? CONN_SCOPES.read : CONN_SCOPES.manage;
  throw new OAuthError('insufficient_scope', `The token lacks the scope ${needed}.`, {
    challenges: [`Bearer error="insufficient_scope", scope="${needed}"`],
  });
}

const isOwnService = ({ realm, user }: LiveToken, addressed: string, held: readonly string[]): boolean =>
  user === null &&
  realm.name === addressed &&
  held.some((name) => name === CONN_SCOPES.read || name === CONN_SCOPES.manage);
