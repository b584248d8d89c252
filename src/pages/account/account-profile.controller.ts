import { Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { EmailVerifications } from '../../selfservice/email-verifications.service.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type Flash, type PageAnswer } from '../rendering/page.types.js';
import { AccountChanges } from './account-changes.service.js';
import { accountPath, purposeOf } from './account-pages.js';
import { AccountVisits, accountView, type Visit } from './account-visits.service.js';
import { faultsOf } from './faults.js';

const PAGE = 'profile';
const FAULTS = { email: 'account:profile.emailRefused', fullName: 'account:profile.fullNameRefused' } as const;

@Pages('account')
export class AccountProfileController {
  constructor(
    private readonly visits: AccountVisits,
    private readonly changes: AccountChanges,
    private readonly verifications: EmailVerifications,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, (visit) => {
      const { fullName, email } = visit.user;
      const verifyEmail = this.verifications.isOpenTo(visit.user) ? `/realms/${realm.name}/verify-email` : null;
      return Promise.resolve(accountView(visit, { data: { verifyEmail }, values: { fullName, email, current: null } }));
    });
  }

  @Post()
  @FormOf(purposeOf(PAGE))
  change(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @FormParameters(['fullName', 'email', 'current']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) => {
      const flash = await this.attempt(visit, form, http);
      const typed = { fullName: form.get('fullName') ?? '', email: form.get('email') ?? '' };
      return seeOther(accountPath(realm, PAGE), flash.kind === 'error' ? { ...flash, values: typed } : flash);
    });
  }

  /** Mail to that address opens the account, so another address takes more than an open page. */
  private async attempt({ realm, user }: Visit, form: Parameters, http: FastifyRequest): Promise<Flash> {
    const request = requestInfo(http);
    const changes = { fullName: form.get('fullName')?.trim() || null, email: form.get('email')?.trim() || null };
    return faultsOf(FAULTS, async () => {
      const isProven =
        changes.email === user.email || (await this.changes.proves(realm, user, form.get('current') ?? '', request));
      if (!isProven) return { kind: 'error', text: 'account:faulty', fields: { current: 'account:password.wrong' } };
      await this.changes.profile(realm, user, changes, request);
      return { kind: 'success', text: 'account:profile.changed' };
    });
  }
}
