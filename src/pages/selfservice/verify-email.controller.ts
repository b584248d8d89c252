import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { EmailVerifications } from '../../selfservice/email-verifications.service.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Letters } from '../letters/letters.service.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type PageView, type SeeOther } from '../rendering/page.types.js';
import { signInFor } from '../sign-in/continuation.js';
import { SignedInUsers } from '../sign-in/signed-in-users.service.js';
import { deadLink, mailSent, pagePath, secretOf } from './selfservice-paths.js';

const ASK = 'verify-email';
const FINISH = 'verify-email-finish';

/** Where a signed-in user has a link sent to the address of the account, and where that link leads. */
@Pages('verify-email')
export class VerifyEmailController {
  constructor(
    private readonly verifications: EmailVerifications,
    private readonly letters: Letters,
    private readonly signedIn: SignedInUsers,
  ) {}

  @Get()
  async show(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageAnswer> {
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn) return seeOther(signInFor(realm, 'verify-email'));
    const { user } = signedIn;
    const isOpen = this.verifications.isOpenTo(user);
    const data = { email: isOpen ? user.email : null, action: pagePath(realm, 'verify-email') };
    return { view: 'verify-email', title: 'verification:title', data, form: { purpose: ASK } };
  }

  @Post()
  @FormOf(ASK)
  async ask(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const signedIn = await this.signedIn.find(realm, browser);
    if (!signedIn) return seeOther(signInFor(realm, 'verify-email'));
    if (!this.verifications.isOpenTo(signedIn.user)) return seeOther(pagePath(realm, 'verify-email'));
    const wording = this.letters.wording('verify', realm, http);
    await this.verifications.begin(realm, signedIn.user, requestInfo(http), wording);
    return seeOther(pagePath(realm, 'verify-email/sent'));
  }

  @Get('sent')
  sent(): PageView {
    return mailSent('verification:sent');
  }

  /** Opening the link changes nothing: programs that read mail open links too. */
  @Get('finish')
  async confirm(
    @CurrentRealm() realm: Realm,
    @Query('link') link: unknown,
    @Req() { url }: FastifyRequest,
  ): Promise<PageView> {
    const user = await this.verifications.find(realm, secretOf(link));
    if (!user) return deadLink(pagePath(realm, 'verify-email'));
    const data = { email: user.email, action: url };
    return { view: 'verify-email-finish', title: 'verification:finishTitle', data, form: { purpose: FINISH } };
  }

  @Post('finish')
  @FormOf(FINISH)
  async finish(
    @CurrentRealm() realm: Realm,
    @Query('link') link: unknown,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const done = await this.verifications.finish(realm, secretOf(link), requestInfo(http));
    return seeOther(done ? pagePath(realm, 'verify-email/done') : http.url);
  }

  @Get('done')
  done(): PageView {
    return { view: 'email-verified', title: 'verification:doneTitle' };
  }
}
