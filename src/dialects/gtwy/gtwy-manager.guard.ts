import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { RealmRequest } from '../../realms/realm.guard.js';
import { ManagementRights } from '../../tokens/management/management-rights.service.js';

/**
 * Admits callers that manage the realm, by the roles that they hold now: tokens of this dialect have no scope that could
 * say so. Stands behind GtwyCallerGuard.
 */
@Injectable()
export class GtwyManagerGuard implements CanActivate {
  constructor(private readonly rights: ManagementRights) {}

  /** @throws DomainError `forbidden` */
  async canActivate(context: ExecutionContext): Promise<true> {
    const { token } = context.switchToHttp().getRequest<RealmRequest>();
    if (!token) throw new Error('The route has no GtwyCallerGuard.');
    await this.rights.require(token, token.realm.name);
    return true;
  }
}
