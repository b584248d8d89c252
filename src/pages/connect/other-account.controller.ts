import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { otherAccountPath } from '../../connections/connect/connect-paths.js';
import { OtherAccountDecisions } from '../../connections/connect/other-account-decisions.service.js';
import { OtherAccountVisits, type WaitingSession } from '../../connections/connect/other-account-visits.service.js';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import type { PageView, SeeOther } from '../rendering/page.types.js';
import { afterConnect } from './after-connect.js';
import { appView } from './connect-view.js';

const PURPOSE = 'connect-other-account';

/** Asks who came back from the provider with another account than before whether to connect it as well. */
@Pages('connect/other-account')
export class OtherAccountController {
  constructor(
    private readonly visits: OtherAccountVisits,
    private readonly decisions: OtherAccountDecisions,
  ) {}

  @Get()
  async show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @Req() http: FastifyRequest,
  ): Promise<PageView> {
    const waiting = await this.visits.find(realm, handle, { browser, request: requestInfo(http) });
    return this.page(realm, waiting, handle as string);
  }

  /** @throws OAuthError `invalid_request` for a decision that no button of the page makes. */
  @Post()
  @FormOf(PURPOSE)
  async decide(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @FormParameters(['decision']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const waiting = await this.visits.find(realm, handle, { browser, request: requestInfo(http) });
    const decision = form.get('decision');
    if (decision !== 'add' && decision !== 'cancel') throw invalidRequest('The decision is add or cancel.');
    const outcome = await this.decisions[decision === 'add' ? 'add' : 'decline'](realm, waiting);
    return afterConnect(realm, waiting.session, outcome);
  }

  private async page(realm: Realm, waiting: WaitingSession, handle: string): Promise<PageView> {
    const { app, expected, found } = await this.decisions.question(realm, waiting);
    const { returnUrl, errorUrl } = waiting.session;
    return {
      view: 'connect-other-account',
      title: 'connect:otherTitle',
      data: { client: appView(realm, app), expected, found, action: otherAccountPath(realm, handle) },
      form: { purpose: PURPOSE, handle },
      formTargets: [returnUrl, errorUrl].filter((url) => url !== null),
    };
  }
}
