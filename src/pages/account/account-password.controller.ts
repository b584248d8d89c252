import { Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import { Browsers } from '../../http/browsers.js';
import { requestInfo } from '../../http/request-info.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type Flash, type PageAnswer } from '../rendering/page.types.js';
import { AccountChanges } from './account-changes.service.js';
import { accountPath, purposeOf } from './account-pages.js';
import { AccountVisits, accountView, type Visit } from './account-visits.service.js';
import { faultsOf } from './faults.js';

const PAGE = 'password';
const FIELDS = ['current', 'password', 'repeated'] as const;

const fault = (field: (typeof FIELDS)[number], text: string): Flash => ({
  kind: 'error',
  text: 'account:faulty',
  fields: { [field]: `account:password.${text}` },
});

@Pages('account/password')
export class AccountPasswordController {
  constructor(
    private readonly visits: AccountVisits,
    private readonly changes: AccountChanges,
    private readonly browsers: Browsers,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageAnswer> {
    const { minLength, maxLength } = realm.passwordPolicy;
    const values = { current: null, password: null, repeated: null };
    return this.visits.begin(realm, browser, PAGE, (visit) =>
      Promise.resolve(accountView(visit, { values, data: { minLength, maxLength } })),
    );
  }

  @Post()
  @FormOf(purposeOf(PAGE))
  change(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @FormParameters(FIELDS) form: Parameters,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) =>
      seeOther(accountPath(realm, PAGE), await this.attempt(visit, form, http, reply)),
    );
  }

  /** @returns what there is to say of it. */
  private async attempt(visit: Visit, form: Parameters, http: FastifyRequest, reply: FastifyReply): Promise<Flash> {
    const password = form.get('password') ?? '';
    if (password !== (form.get('repeated') ?? '')) return fault('repeated', 'mismatch');
    const sent = { password: form.get('current') ?? '', changes: { password }, request: requestInfo(http) };
    const change = { ...sent, userAgent: http.headers['user-agent'] };
    return faultsOf({ password: 'account:password.refused' }, async () => {
      const started = await this.changes.password(visit.realm, visit.user, change);
      if (!started) return fault('current', 'wrong');
      this.browsers.keepSession(reply, visit.realm.name, started.value);
      return { kind: 'success', text: 'account:password.changed' };
    });
  }
}
