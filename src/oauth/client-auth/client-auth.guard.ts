import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { formParameters } from '../../http/form-body.js';
import { requestInfo } from '../../http/request-info.js';
import type { RealmRequest } from '../../realms/realm.guard.js';
import { authorizationOf } from './authorization-header.js';
import { ClientAuthenticator } from './client-authenticator.js';

/** Lets in clients that authenticate in the realm that RealmGuard, which stands before it, has found. */
@Injectable()
export class ClientAuthGuard implements CanActivate {
  constructor(private readonly authenticator: ClientAuthenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<RealmRequest>();
    if (!request.realm) throw new Error('The route has no RealmGuard.');
    request.client = await this.authenticator.authenticate(request.realm, {
      authorization: authorizationOf(request),
      parameters: formParameters(request.body),
      request: requestInfo(request),
    });
    return true;
  }
}
