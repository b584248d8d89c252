import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestInfo } from '../../../http/request-info.js';
import { ManagementTokens } from '../../../tokens/management/management-tokens.service.js';
import type { Manager } from '../../../tokens/management/management.types.js';
import { badBearer } from './realms-api.errors.js';
import { addressedRealm } from './request-body.js';

export type RealmsApiRequest = FastifyRequest & { manager?: Manager };

/**
 * Admits live access tokens of any realm, in a Bearer header and nowhere else. What their subjects may do is asked by
 * RealmAccess, for each realm.
 */
@Injectable()
export class RealmsApiGuard implements CanActivate {
  constructor(private readonly tokens: ManagementTokens) {}

  /** @throws WireError 401 */
  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<RealmsApiRequest>();
    const value = this.tokens.presented(request.headers.authorization);
    const addressed = addressedRealm(request.params as Record<string, unknown>, request.body);
    const token = value === null ? null : await this.tokens.judge(value, addressed);
    if (!token) throw badBearer();
    request.manager = { token, request: requestInfo(request) };
    return true;
  }
}
