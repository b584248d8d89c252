import { Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConnectionConfig } from '../../connections/configs/config.types.js';
import { CALLBACK_ROUTE, callbackPath, PARKED_PARAMETER } from '../../connections/connect/callback-path.js';
import { ParkedCallbacks } from '../../connections/connect/parked-callbacks.service.js';
import { formParameters } from '../../http/form-body.js';
import { RateLimitGuard } from '../../http/rate-limit.guard.js';
import { requestInfo } from '../../http/request-info.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { PagesAt } from '../page.decorator.js';
import { seeOther, type SeeOther } from '../rendering/page.types.js';
import { CallbackGuard } from './callback.guard.js';
import { CurrentConfig } from './current-config.decorator.js';

/**
 * The same for providers that have the browser post. It comes without our cookies then, so it is not met here: whoever
 * were taken for a newcomer would be given another id than the one that it set out with.
 */
@PagesAt(CALLBACK_ROUTE, RateLimitGuard, CallbackGuard)
export class PostedCallbackController {
  constructor(private readonly parked: ParkedCallbacks) {}

  /** @throws DomainError `binding_failed` for a state that nobody is out with. */
  @Post()
  async park(
    @CurrentRealm() realm: Realm,
    @CurrentConfig() config: ConnectionConfig,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const place = { realm, config, request: requestInfo(http) };
    const handle = await this.parked.park(place, formParameters(http.body));
    return seeOther(`${callbackPath(config.publicKey)}?${PARKED_PARAMETER}=${handle}`);
  }
}
