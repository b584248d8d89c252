import { Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { Browsers } from '../../http/browsers.js';
import { requestInfo, type RequestInfo } from '../../http/request-info.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { SessionsService } from '../../users/sessions/sessions.service.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer } from '../rendering/page.types.js';
import { accountPath, purposeOf } from './account-pages.js';
import { AccountVisits, accountView, type Visit } from './account-visits.service.js';
import { deviceName } from './device-name.js';

const PAGE = 'sessions';
const MAX_SHOWN = 200;
/** What the button that leaves this browser alone says. */
const OTHERS = 'others';

/** Where the user is signed in. */
@Pages('account/sessions')
export class AccountSessionsController {
  constructor(
    private readonly visits: AccountVisits,
    private readonly sessions: SessionsService,
    private readonly browsers: Browsers,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) => {
      const { items } = await this.sessions.list(realm, visit.user.id, { limit: MAX_SHOWN });
      const shown = items.map((session) => ({
        id: session.id,
        ...deviceName(session.userAgent),
        address: session.address,
        lastSeenAt: session.lastSeenAt,
        isCurrent: session.id === visit.session.id,
      }));
      const sessions = [...shown].sort((one, other) => Number(other.isCurrent) - Number(one.isCurrent));
      return accountView(visit, { data: { sessions, hasOthers: sessions.some(({ isCurrent }) => !isCurrent) } });
    });
  }

  @Post()
  @FormOf(purposeOf(PAGE))
  end(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @FormParameters(['end']) form: Parameters,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) => {
      const chosen = form.get('end') ?? '';
      await this.endChosen(visit, chosen, requestInfo(http));
      if (chosen !== visit.session.id) return seeOther(accountPath(realm, PAGE), done);
      this.browsers.dropSession(reply, realm.name);
      return seeOther(`/realms/${realm.name}/logout/done`);
    });
  }

  /** One that is the user's own, whatever the form says. */
  private async endChosen({ realm, user, session }: Visit, chosen: string, request: RequestInfo): Promise<void> {
    if (chosen === OTHERS) await this.sessions.endAllOf(realm, user.id, request, session.id);
    const one = await this.sessions.findById(realm, chosen);
    if (one?.userId === user.id) await this.sessions.end(realm, one.id, request);
  }
}

const done = { kind: 'success', text: 'account:sessions.ended' } as const;
