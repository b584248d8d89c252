import { Get, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestInfo } from '../../http/request-info.js';
import { DomainError } from '../../kernel/domain-error.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { PasswordResets } from '../../selfservice/password-resets.service.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { Letters } from '../letters/letters.service.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageView, type SeeOther } from '../rendering/page.types.js';
import { signInFor } from '../sign-in/continuation.js';
import { newPassword, PASSWORD_FAULTS } from './new-password.js';
import { amiss, deadLink, mailSent, pagePath, secretOf } from './selfservice-paths.js';

const ASK = 'reset-password';
const FINISH = 'reset-password-finish';

/** A forgotten password: a link by mail, and a new one. */
@Pages('reset-password')
export class ResetPasswordController {
  constructor(
    private readonly resets: PasswordResets,
    private readonly letters: Letters,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm): PageView {
    this.refuseUnlessOpen();
    const data = { action: pagePath(realm, 'reset-password'), back: pagePath(realm, 'login') };
    return { view: 'reset-password', title: 'recovery:title', data, values: { name: null }, form: { purpose: ASK } };
  }

  @Post()
  @FormOf(ASK)
  async ask(
    @CurrentRealm() realm: Realm,
    @FormParameters(['name']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    this.refuseUnlessOpen();
    const name = (form.get('name') ?? '').trim();
    const wording = this.letters.wording('reset', realm, http);
    if (name !== '') await this.resets.begin(realm, name, requestInfo(http), wording);
    return seeOther(pagePath(realm, 'reset-password/sent'));
  }

  @Get('sent')
  sent(): PageView {
    return mailSent('recovery:sent');
  }

  /** Opening the link changes nothing: programs that read mail open links too. */
  @Get('finish')
  async choose(
    @CurrentRealm() realm: Realm,
    @Query('link') link: unknown,
    @Req() { url }: FastifyRequest,
  ): Promise<PageView> {
    const user = await this.resets.find(realm, secretOf(link));
    if (!user) return deadLink(pagePath(realm, 'reset-password'));
    return {
      view: 'reset-password-finish',
      title: 'recovery:finishTitle',
      data: { action: url, username: user.username, policy: realm.passwordPolicy },
      values: { password: null, password_again: null },
      form: { purpose: FINISH },
    };
  }

  @Post('finish')
  @FormOf(FINISH)
  async finish(
    @CurrentRealm() realm: Realm,
    @Query('link') link: unknown,
    @FormParameters(['password', 'password_again']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<SeeOther> {
    try {
      const done = await this.resets.finish(realm, secretOf(link), newPassword(form), requestInfo(http));
      if (!done) return seeOther(http.url);
    } catch (error) {
      return amiss(http.url, error, PASSWORD_FAULTS);
    }
    return seeOther(signInFor(realm, 'account'), { kind: 'success', text: 'recovery:done' });
  }

  /** @throws DomainError `not_found` where no mail can be sent. */
  private refuseUnlessOpen(): void {
    if (!this.resets.isOpen) throw DomainError.notFound('The page');
  }
}
