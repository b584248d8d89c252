import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRequest } from '../../realms/realm.guard.js';
import type { Realm } from '../../realms/realm.types.js';
import type { LiveToken } from '../../tokens/token.types.js';
import { TokensService } from '../../tokens/tokens.service.js';
import { unauthorizedUser } from './gtwy.errors.js';
import { callerToken } from './gtwy.mapper.js';

/** Admits callers with a live access token of the realm that is meant for this server. Stands behind DialectRealmGuard. */
@Injectable()
export class GtwyCallerGuard implements CanActivate {
  constructor(
    private readonly tokens: TokensService,
    private readonly settings: Settings,
  ) {}

  /** @throws WireError 401 */
  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<RealmRequest>();
    const { realm } = request;
    if (!realm) throw new Error('The route has no DialectRealmGuard.');
    const value = callerToken(request.headers);
    const token = value === null ? null : await this.tokens.judge(realm, value);
    if (token?.kind !== 'access' || !this.isForThisServer(token, realm)) throw unauthorizedUser(realm.name);
    request.token = token;
    return true;
  }

  private isForThisServer({ audience }: LiveToken, { name }: Realm): boolean {
    return audience.includes(`${this.settings.publicUrl}/realms/${name}`);
  }
}
