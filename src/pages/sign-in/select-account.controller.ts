import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { AuthorizationRequests } from '../../oauth/authorize/authorization-requests.service.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { clientView, initialOf } from '../client-view.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type SeeOther } from '../rendering/page.types.js';
import { PendingRequests, requestPage, resumePath } from './pending-requests.service.js';
import { SignedInUsers } from './signed-in-users.service.js';

const PURPOSE = 'select-account';

/** Asks with which account to go on: the one that is signed in, or another (`prompt=select_account`). */
@Pages('select-account')
export class SelectAccountController {
  constructor(
    private readonly pending: PendingRequests,
    private readonly requests: AuthorizationRequests,
    private readonly signedIn: SignedInUsers,
  ) {}

  @Get()
  async show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @Req() { url }: FastifyRequest,
  ): Promise<PageAnswer> {
    const { client, request, ...pending } = await this.pending.get(realm, handle, browser);
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn) return seeOther(requestPage(realm, 'login', pending.handle));
    const { username, fullName } = signedIn.user;
    const name = fullName ?? username;
    return {
      view: 'select-account',
      data: {
        client: clientView(realm, client),
        account: { name, initial: initialOf(name), detail: fullName === null ? null : username },
        action: url,
      },
      form: { purpose: PURPOSE, handle: pending.handle },
      redirectUri: request.parameters.redirectUri,
      uiLocales: request.parameters.uiLocales.join(' '),
    };
  }

  @Post()
  @FormOf(PURPOSE)
  async choose(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @FormParameters(['account']) form: Parameters,
  ): Promise<SeeOther> {
    const pending = await this.pending.get(realm, handle, browser);
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn || form.get('account') !== 'current') return seeOther(requestPage(realm, 'login', pending.handle));
    await this.requests.recordLogin(realm, pending.request, signedIn.session);
    return seeOther(resumePath(realm, pending.handle));
  }
}
