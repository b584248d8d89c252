import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import { askedScopes } from '../../oauth/openid/asked-scopes.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import { clientView } from '../client-view.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type SeeOther } from '../rendering/page.types.js';
import { clientDocuments, destinationOf, scopeLines } from './consent-view.js';
import { Decisions } from './decisions.service.js';
import { PendingRequests, requestPage, resumePath } from './pending-requests.service.js';
import { SignedInUsers } from './signed-in-users.service.js';

const PURPOSE = 'consent';

@Pages('consent')
export class ConsentController {
  constructor(
    private readonly pending: PendingRequests,
    private readonly signedIn: SignedInUsers,
    private readonly scopes: ScopesService,
    private readonly decisions: Decisions,
  ) {}

  @Get()
  async show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @Req() { url }: FastifyRequest,
  ): Promise<PageAnswer> {
    const pending = await this.pending.get(realm, handle, browser);
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn) return seeOther(resumePath(realm, pending.handle));
    const { client, request } = pending;
    const { redirectUri, uiLocales } = request.parameters;
    return {
      view: 'consent',
      data: {
        client: clientView(realm, client),
        scopes: scopeLines(await this.scopes.describe(realm, askedScopes(client, request.parameters))),
        username: signedIn.user.fullName ?? signedIn.user.username,
        destination: destinationOf(redirectUri),
        documents: clientDocuments(pending.client),
        otherAccount: requestPage(realm, 'login', pending.handle),
        action: url,
      },
      form: { purpose: PURPOSE, handle: pending.handle },
      redirectUri,
      uiLocales: uiLocales.join(' '),
    };
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
    const pending = await this.pending.get(realm, handle, browser);
    const signedIn = await this.signedIn.find(realm, browser);
    const decision = form.require('decision');
    if (decision !== 'allow' && decision !== 'deny') throw invalidRequest('The decision is allow or deny.');
    if (signedIn) await this.decisions.record(realm, pending, { ...signedIn, decision }, requestInfo(http));
    return seeOther(resumePath(realm, pending.handle));
  }
}
