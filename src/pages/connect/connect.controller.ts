import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ConnectDepartures } from '../../connections/connect/connect-departures.service.js';
import { ConnectEndings } from '../../connections/connect/connect-endings.service.js';
import { ConnectLinks } from '../../connections/connect/connect-links.service.js';
import { connectPage, connectPath } from '../../connections/connect/connect-paths.js';
import { ConnectVisits, type ConnectVisit } from '../../connections/connect/connect-visits.service.js';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { invalidRequest } from '../../protocol/oauth-error.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import type { SignedIn } from '../../users/sessions/session.types.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type PageView, type SeeOther } from '../rendering/page.types.js';
import { signInFor } from '../sign-in/continuation.js';
import { afterConnect } from './after-connect.js';
import { askedFields, faultyInputs, readInputs, type ReadInputs } from './connect-fields.js';
import { connectView, leaveView } from './connect-view.js';
import { ConnectVisitors } from './connect-visitors.service.js';

const PURPOSE = 'connect';

/** What a visit is made of. */
interface Arrived {
  readonly handle: string;
  readonly visit: ConnectVisit;
  readonly signedIn: SignedIn | null;
}

/** Tells what is about to be linked to whom, and goes on to the provider when its reader agrees. */
@Pages('connect')
export class ConnectController {
  constructor(
    private readonly visits: ConnectVisits,
    private readonly visitors: ConnectVisitors,
    private readonly departures: ConnectDepartures,
    private readonly links: ConnectLinks,
    private readonly endings: ConnectEndings,
  ) {}

  @Get()
  async show(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @Req() http: FastifyRequest,
  ): Promise<PageAnswer> {
    const arrived = await this.arrive(realm, browser, handle, http);
    if ('seeOther' in arrived) return arrived;
    await this.visits.open(realm, arrived.visit.session);
    return this.page(realm, arrived);
  }

  /** Says what was done; without that, nothing. */
  @Get('done')
  done(): PageView {
    return { view: 'connect-done', title: 'connect:doneTitle' };
  }

  /** @throws OAuthError `invalid_request` for a decision that no button of the page makes. */
  @Post()
  @FormOf(PURPOSE)
  async decide(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Query('request') handle: unknown,
    @Req() http: FastifyRequest,
  ): Promise<PageAnswer> {
    const arrived = await this.arrive(realm, browser, handle, http);
    if ('seeOther' in arrived) return arrived;
    const { session, asks } = arrived.visit;
    const { decision, ...read } = readInputs(http.body, askedFields(asks));
    if (decision === 'allow') return this.depart(realm, browser, arrived, read);
    if (decision !== 'deny') throw invalidRequest('The decision is allow or deny.');
    await this.endings.fail(realm, session, 'access_denied');
    return afterConnect(realm, session, { status: 'failed', error: 'access_denied' });
  }

  /**
   * Not by a redirect: browsers hold each further one against the policy of the page whose form led there, and many a
   * provider sends its users from host to host before it asks them anything.
   */
  private async depart(
    realm: Realm,
    browser: Browser,
    { handle, visit, signedIn }: Arrived,
    read: Omit<ReadInputs, 'decision'>,
  ): Promise<PageAnswer> {
    const traveller = { browser, signIn: signedIn?.session ?? null };
    try {
      return leaveView(await this.departures.depart(realm, visit, traveller, read.inputs));
    } catch (error) {
      const flash = faultyInputs(error, read.shown);
      if (flash === null) throw error;
      return seeOther(connectPath(realm, handle), flash);
    }
  }

  private async arrive(
    realm: Realm,
    browser: Browser,
    handle: unknown,
    http: FastifyRequest,
  ): Promise<Arrived | SeeOther> {
    const session = await this.visits.find(realm, handle);
    const visitor = await this.visitors.meet(realm, browser, session, requestInfo(http));
    const known = handle as string;
    if (visitor.kind === 'stranger') return seeOther(signInFor(realm, connectPage(known)));
    return { handle: known, visit: await this.visits.look(realm, session), signedIn: visitor.signedIn };
  }

  private async page(realm: Realm, { handle, visit, signedIn }: Arrived): Promise<PageView> {
    const destinations = await this.links.destinations(realm, visit);
    const { returnUrl, errorUrl } = visit.session;
    const returns = [returnUrl, errorUrl].filter((url) => url !== null);
    const fields = askedFields(visit.asks);
    return {
      view: 'connect',
      data: {
        ...connectView(realm, visit, destinations, signedIn),
        fields,
        action: connectPath(realm, handle),
      },
      values: Object.fromEntries(fields.map(({ name }) => [name, null])),
      form: { purpose: PURPOSE, handle },
      formTargets: [...destinations, ...returns],
    };
  }
}
