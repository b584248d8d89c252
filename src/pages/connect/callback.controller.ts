import { Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConnectionConfig } from '../../connections/configs/config.types.js';
import { CALLBACK_ROUTE, PARKED_PARAMETER } from '../../connections/connect/callback-path.js';
import { ConnectArrivals } from '../../connections/connect/connect-arrivals.service.js';
import { ParkedCallbacks } from '../../connections/connect/parked-callbacks.service.js';
import type { Browser } from '../../http/browser.js';
import { parsePairs } from '../../http/form-body.js';
import { queryOf } from '../../http/query-of.js';
import { RateLimitGuard } from '../../http/rate-limit.guard.js';
import { requestInfo } from '../../http/request-info.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { BrowserGuard } from '../browser.guard.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { PagesAt } from '../page.decorator.js';
import type { SeeOther } from '../rendering/page.types.js';
import { afterConnect } from './after-connect.js';
import { CallbackGuard } from './callback.guard.js';
import { CurrentConfig } from './current-config.decorator.js';

/** Where providers send browsers back to. */
@PagesAt(CALLBACK_ROUTE, RateLimitGuard, CallbackGuard, BrowserGuard)
export class CallbackController {
  constructor(
    private readonly arrivals: ConnectArrivals,
    private readonly parked: ParkedCallbacks,
  ) {}

  /** @throws DomainError `binding_failed` */
  @Get()
  async arrive(
    @CurrentRealm() realm: Realm,
    @CurrentConfig() config: ConnectionConfig,
    @CurrentBrowser() browser: Browser,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const request = requestInfo(http);
    const sent = parsePairs(queryOf(http.url));
    const [only] = sent;
    const isParked = sent.length === 1 && only?.[0] === PARKED_PARAMETER;
    const parameters = isParked ? await this.parked.fetch({ realm, config, request }, only[1]) : sent;
    const { session, outcome } = await this.arrivals.arrive({ realm, config, parameters, browser, request });
    return afterConnect(realm, session, outcome);
  }
}
