import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { DomainError } from '../kernel/domain-error.js';
import { OAuthError } from '../protocol/oauth-error.js';
import { MASTER_REALM } from '../realms/realm.types.js';
import { RealmsService } from '../realms/realms.service.js';
import { requestInfo } from '../http/request-info.js';
import { ManagementRights } from '../tokens/management/management-rights.service.js';
import { ManagementTokens } from '../tokens/management/management-tokens.service.js';
import { ADMIN_READ, ADMIN_WRITE } from './admin.types.js';
import type { GuardedRequest } from './current-admin.decorator.js';

/**
 * Lets a request through whose token is live, has the scope for what it does, and whose subject manages the realm that
 * the path names. Authentication comes first, then the right, then whether the realm exists: a stranger learns nothing.
 */
@Injectable()
export class AdminGuard implements CanActivate {
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
    requireScope(token.scope, request.method);
    await this.rights.require(token, addressed);
    request.admin = { realm: await this.realms.get(addressed), token, request: requestInfo(request) };
    return true;
  }

  /** Without any credentials the challenge says no more than how to come back (RFC 6750 section 3.1). */
  private presented({ headers }: GuardedRequest): string {
    const value = this.tokens.presented(headers.authorization);
    if (value !== null) return value;
    throw new DomainError('unauthenticated', 'The request needs a token: `Authorization: Bearer <token>`.');
  }
}

function requireScope(scope: readonly string[], method: string): void {
  const needed = method === 'GET' || method === 'HEAD' ? ADMIN_READ : ADMIN_WRITE;
  if (scope.includes(needed)) return;
  throw new OAuthError('insufficient_scope', `The token lacks the scope ${needed}.`, {
    challenges: [`Bearer error="insufficient_scope", scope="${needed}"`],
  });
}
