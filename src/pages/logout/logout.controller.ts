import { Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { Browsers } from '../../http/browsers.js';
import { requestInfo } from '../../http/request-info.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import { LogoutHandler } from '../../oauth/logout/logout.handler.js';
import type { LogoutOutcome } from '../../oauth/logout/logout.types.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { UsersService } from '../../users/users.service.js';
import { clientView } from '../client-view.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type PageView, type SeeOther } from '../rendering/page.types.js';
import { SignedInUsers } from '../sign-in/signed-in-users.service.js';
import { LogoutParameters } from './logout-parameters.decorator.js';
import { confirmPath, donePath, logoutPath } from './logout-paths.js';

const PURPOSE = 'logout';

type Confirmation = Extract<LogoutOutcome, { kind: 'confirm' }>;

/** The end-session endpoint and its pages (OpenID Connect RP-Initiated Logout). */
@Pages('logout')
export class LogoutController {
  constructor(
    private readonly logouts: LogoutHandler,
    private readonly users: UsersService,
    private readonly signedIn: SignedInUsers,
    private readonly browsers: Browsers,
  ) {}

  @Get()
  show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @LogoutParameters('query') parameters: Parameters,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    return this.answer(realm, browser, parameters, http, reply);
  }

  /**
   * A form that another site sends comes without cookies (`SameSite=Lax`). Without a hint either, nobody knows whose
   * session is meant: the browser is sent to the same by GET, where it shows its cookies.
   */
  @Post()
  async take(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @LogoutParameters('form') parameters: Parameters,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    const isKnown = browser.sessionValue !== null || parameters.get('id_token_hint') !== undefined;
    return isKnown ? this.answer(realm, browser, parameters, http, reply) : seeOther(logoutPath(realm, parameters));
  }

  @Post('confirm')
  @FormOf(PURPOSE)
  async confirm(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @LogoutParameters('query') parameters: Parameters,
    @FormParameters(['decision']) form: Parameters,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<SeeOther> {
    if (form.get('decision') !== 'allow') return seeOther(donePath(realm));
    const { sessionValue } = browser;
    const outcome = await this.logouts.confirm(realm, { parameters, sessionValue, request: requestInfo(http) });
    this.browsers.dropSession(reply, realm.name);
    return seeOther(outcome.to.address ?? donePath(realm));
  }

  /** Says how things are, whatever led here. */
  @Get('done')
  async done(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageView> {
    const stayed = (await this.signedIn.find(realm, browser)) !== null;
    return { view: 'logged-out', title: stayed ? 'logged-out:stayedTitle' : undefined, data: { stayed } };
  }

  private async answer(
    realm: Realm,
    browser: Browser,
    parameters: Parameters,
    http: FastifyRequest,
    reply: FastifyReply,
  ): Promise<PageAnswer> {
    const { sessionValue } = browser;
    const outcome = await this.logouts.handle(realm, { parameters, sessionValue, request: requestInfo(http) });
    if (outcome.kind === 'confirm') return this.question(realm, parameters, outcome);
    if (sessionValue !== null) this.browsers.dropSession(reply, realm.name);
    return seeOther(outcome.to.address ?? donePath(realm));
  }

  private async question(realm: Realm, parameters: Parameters, { session, to }: Confirmation): Promise<PageView> {
    const user = await this.users.findById(realm, session.userId);
    return {
      view: 'logout',
      data: {
        client: to.client && clientView(realm, to.client),
        username: user && (user.fullName ?? user.username),
        action: confirmPath(realm, parameters, to),
      },
      form: { purpose: PURPOSE },
      redirectUri: to.address ?? undefined,
    };
  }
}
