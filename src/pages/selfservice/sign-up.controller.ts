import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestInfo } from '../../http/request-info.js';
import { DomainError } from '../../kernel/domain-error.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { Registrations } from '../../selfservice/registrations.service.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { Letters } from '../letters/letters.service.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageView, type SeeOther } from '../rendering/page.types.js';
import { signInFor } from '../sign-in/continuation.js';
import { newPassword, PASSWORD_FAULTS } from './new-password.js';
import { amiss, deadLink, mailSent, pagePath, secretOf } from './selfservice-paths.js';

const ASK = 'sign-up';
const FINISH = 'sign-up-finish';

/** Where people make accounts for themselves: an address first, the account when it is proven. */
@Pages('sign-up')
export class SignUpController {
  constructor(
    private readonly registrations: Registrations,
    private readonly letters: Letters,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm): PageView {
    this.refuseUnlessOpen(realm);
    const data = { action: pagePath(realm, 'sign-up'), back: pagePath(realm, 'login') };
    return { view: 'sign-up', title: 'register:title', data, values: { email: null }, form: { purpose: ASK } };
  }

  @Post()
  @FormOf(ASK)
  async ask(
    @CurrentRealm() realm: Realm,
    @FormParameters(['email']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    this.refuseUnlessOpen(realm);
    const email = form.get('email') ?? '';
    const invitation = this.letters.wording('invitation', realm, http);
    const reminder = this.letters.wording('reminder', realm, http);
    try {
      await this.registrations.begin(realm, email, requestInfo(http), { invitation, reminder });
    } catch (error) {
      return amiss(http.url, error, { email: 'register:emailFault' }, { email });
    }
    return seeOther(pagePath(realm, 'sign-up/sent'));
  }

  @Get('sent')
  sent(): PageView {
    return mailSent('register:sent');
  }

  /** Opening the link changes nothing: programs that read mail open links too. */
  @Get('finish')
  async describe(
    @CurrentRealm() realm: Realm,
    @Query('link') link: unknown,
    @Req() { url }: FastifyRequest,
  ): Promise<PageView> {
    this.refuseUnlessOpen(realm);
    const email = await this.registrations.find(realm, secretOf(link));
    if (email === null) return deadLink(pagePath(realm, 'sign-up'));
    return {
      view: 'sign-up-finish',
      title: 'register:finishTitle',
      data: { action: url, username: email, policy: realm.passwordPolicy },
      values: { full_name: null, password: null, password_again: null },
      form: { purpose: FINISH },
    };
  }

  @Post('finish')
  @FormOf(FINISH)
  async finish(
    @CurrentRealm() realm: Realm,
    @Query('link') link: unknown,
    @FormParameters(['full_name', 'password', 'password_again']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    const fullName = form.get('full_name')?.trim() || null;
    try {
      const account = { fullName, password: newPassword(form) };
      const done = await this.registrations.finish(realm, secretOf(link), account, requestInfo(http));
      if (!done) return seeOther(http.url);
    } catch (error) {
      return amiss(http.url, error, PASSWORD_FAULTS, { full_name: fullName ?? '' });
    }
    return seeOther(signInFor(realm, 'account'), { kind: 'success', text: 'register:done' });
  }

  /** @throws DomainError `not_found` where people do not make accounts for themselves. */
  private refuseUnlessOpen(realm: Realm): void {
    if (!this.registrations.isOpen(realm)) throw DomainError.notFound('The page');
  }
}
