import { Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ClientsService } from '../../clients/clients.service.js';
import type { Browser } from '../../http/browser.js';
import { requestInfo } from '../../http/request-info.js';
import { ConsentsService } from '../../oauth/consents/consents.service.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { ScopesService } from '../../scopes/scopes.service.js';
import { clientView } from '../client-view.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer } from '../rendering/page.types.js';
import { scopeLines } from '../sign-in/consent-view.js';
import { accountPath, purposeOf } from './account-pages.js';
import { AccountVisits, accountView } from './account-visits.service.js';
import { Connections, type Connection } from './connections.service.js';

const PAGE = 'applications';

/** What the user has allowed to which application, and the way to take it back. */
@Pages('account/applications')
export class AccountApplicationsController {
  constructor(
    private readonly visits: AccountVisits,
    private readonly connections: Connections,
    private readonly scopes: ScopesService,
    private readonly clients: ClientsService,
    private readonly consents: ConsentsService,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) => {
      const connections = await this.connections.list(realm, visit.user.id);
      const applications = await Promise.all(connections.map((connection) => this.shown(realm, connection)));
      return accountView(visit, { data: { applications } });
    });
  }

  @Post()
  @FormOf(purposeOf(PAGE))
  revoke(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @FormParameters(['revoke']) form: Parameters,
    @Req() http: FastifyRequest,
  ): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async ({ user }) => {
      const client = await this.clients.find(realm, form.get('revoke') ?? '');
      if (client) await this.consents.withdraw(realm, user.id, client, requestInfo(http));
      return seeOther(accountPath(realm, PAGE), { kind: 'success', text: 'account:applications.revoked' });
    });
  }

  private async shown(realm: Realm, { client, scopes, since }: Connection) {
    const lines = scopeLines(await this.scopes.describe(realm, scopes));
    return { id: client.clientId, client: clientView(realm, client), scopes: lines, since };
  }
}
