import { Get, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { Browsers } from '../../http/browsers.js';
import { requestInfo } from '../../http/request-info.js';
import { AuthorizationRequests } from '../../oauth/authorize/authorization-requests.service.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { clientView } from '../client-view.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type PageView, type SeeOther } from '../rendering/page.types.js';
import { clientDocuments } from './consent-view.js';
import { continuation } from './continuation.js';
import { LoginLinksService } from './login-links.service.js';
import { PendingRequests, resumePath, type PendingRequest } from './pending-requests.service.js';
import { SignInService } from './sign-in.service.js';

const PURPOSE = 'login';

/** What a sign-in is for: the request of a client, or else a page of the realm. */
interface LoginQuery {
  readonly request?: unknown;
  readonly next?: unknown;
}

@Pages('login')
export class LoginController {
  constructor(
    private readonly pending: PendingRequests,
    private readonly requests: AuthorizationRequests,
    private readonly signIns: SignInService,
    private readonly browsers: Browsers,
    private readonly links: LoginLinksService,
  ) {}

  @Get()
  async show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query() query: LoginQuery,
    @Req() { url }: FastifyRequest,
  ): Promise<PageView> {
    const pending = await this.pendingOf(realm, query, browser);
    return {
      view: 'login',
      data: {
        client: pending && clientView(realm, pending.client),
        documents: pending && clientDocuments(pending.client),
        action: url,
        links: this.links.of(realm),
      },
      values: { username: pending?.request.parameters.loginHint ?? null },
      form: { purpose: PURPOSE, handle: pending?.handle },
      redirectUri: pending?.request.parameters.redirectUri,
      uiLocales: pending?.request.parameters.uiLocales.join(' '),
    };
  }

  @Post()
  @FormOf(PURPOSE)
  async signIn(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query() query: LoginQuery,
    @FormParameters(['username', 'password']) form: Parameters,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    const pending = await this.pendingOf(realm, query, browser);
    const username = form.get('username') ?? '';
    const started = await this.signIns.signIn(realm, {
      username,
      password: form.get('password') ?? '',
      browser,
      request: requestInfo(http),
      userAgent: http.headers['user-agent'],
      clientId: pending?.client.clientId,
    });
    if (!started) return again(http.url, username);
    this.browsers.keepSession(reply, realm.name, started.value);
    if (!pending) return seeOther(continuation(realm, query.next));
    await this.requests.recordLogin(realm, pending.request, started.session);
    return seeOther(resumePath(realm, pending.handle));
  }

  private pendingOf(realm: Realm, { request }: LoginQuery, browser: Browser): Promise<PendingRequest | null> {
    return request === undefined ? Promise.resolve(null) : this.pending.get(realm, request, browser);
  }
}

const again = (url: string, username: string): SeeOther =>
  seeOther(url, { kind: 'error', text: 'login:failed', values: { username } });
