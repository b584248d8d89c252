import { Get, Post } from '@nestjs/common';
import { connectPath } from '../../connections/connect/connect-paths.js';
import type { ConnectWish } from '../../connections/connect/connect-start.types.js';
import { ConnectStarts } from '../../connections/connect/connect-starts.service.js';
import { OwnConnections } from '../../connections/connect/own-connections.service.js';
import type { Browser } from '../../http/browser.js';
import { DomainError } from '../../kernel/domain-error.js';
import { FormParameters } from '../../oauth/endpoints/form-parameters.decorator.js';
import type { Parameters } from '../../protocol/parameters.js';
import { CurrentRealm } from '../../realms/current-realm.decorator.js';
import type { Realm } from '../../realms/realm.types.js';
import { FormOf } from '../csrf/form-of.decorator.js';
import { CurrentBrowser } from '../current-browser.decorator.js';
import { Pages } from '../page.decorator.js';
import { seeOther, type PageAnswer, type SeeOther } from '../rendering/page.types.js';
import { accountPath, purposeOf } from './account-pages.js';
import { AccountVisits, accountView, type Visit } from './account-visits.service.js';
import { connectableRows, connectionRows } from './services-view.js';

const PAGE = 'services';

/** Accounts at other services that the user has linked to its own, and the way to link more. */
@Pages('account/services')
export class AccountServicesController {
  constructor(
    private readonly visits: AccountVisits,
    private readonly connections: OwnConnections,
    private readonly starts: ConnectStarts,
  ) {}

  @Get()
  show(@CurrentRealm() realm: Realm, @CurrentBrowser() browser: Browser): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) => {
      const overview = await this.connections.overview(realm, visit.user);
      const data = { connections: connectionRows(overview), available: connectableRows(overview) };
      return accountView(visit, { data });
    });
  }

  @Post()
  @FormOf(purposeOf(PAGE))
  change(
    @CurrentRealm() realm: Realm,
    @CurrentBrowser() browser: Browser,
    @FormParameters(['disconnect', 'reconnect', 'connect']) form: Parameters,
  ): Promise<PageAnswer> {
    return this.visits.begin(realm, browser, PAGE, async (visit) => {
      const { user } = visit;
      const [connect, reconnect, disconnect] = [form.get('connect'), form.get('reconnect'), form.get('disconnect')];
      try {
        if (connect !== undefined) return await this.begin(visit, { configId: connect });
        if (reconnect !== undefined) return await this.renew(visit, reconnect);
        await this.connections.disconnect(realm, user, disconnect ?? '', null);
        return said(realm, 'success', 'account:services.disconnected');
      } catch (error) {
        if (error instanceof DomainError) return said(realm, 'error', 'account:services.notNow');
        throw error;
      }
    });
  }

  private async renew(visit: Visit, connectionId: string): Promise<SeeOther> {
    const { connection } = await this.connections.get(visit.realm, visit.user, connectionId);
    return this.begin(visit, { configId: connection.configId, connectionId });
  }

  private async begin({ realm, user }: Visit, wish: ConnectWish): Promise<SeeOther> {
    const starter = { kind: 'user', user, client: null, mayManage: false } as const;
    return seeOther(connectPath(realm, (await this.starts.start(realm, starter, wish)).handle));
  }
}

const said = (realm: Realm, kind: 'success' | 'error', text: string): SeeOther =>
  seeOther(accountPath(realm, PAGE), { kind, text });
