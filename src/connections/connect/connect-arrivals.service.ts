import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import type { BoundCallback, Callback } from './connect-binding.types.js';
import { ConnectBindings } from './connect-bindings.service.js';
import { ConnectEndings } from './connect-endings.service.js';
import { ConnectExchanges, ConnectFailure } from './connect-exchanges.service.js';
import { ConnectGrants } from './connect-grants.service.js';
import type { ConnectSession } from './connect-session.types.js';
import { GrantReturns } from './grant-returns.service.js';
import type { ArrivalOutcome } from './return-urls.js';

/** How a way to the provider ended. */
export interface ConnectArrival {
  readonly session: ConnectSession;
  readonly outcome: ArrivalOutcome;
}

/** Takes in browsers that come back from the provider. */
@Injectable()
export class ConnectArrivals {
  constructor(
    private readonly bindings: ConnectBindings,
    private readonly configs: ConfigsService,
    private readonly exchanges: ConnectExchanges,
    private readonly grants: ConnectGrants,
    private readonly returns: GrantReturns,
    private readonly endings: ConnectEndings,
  ) {}

  /** @throws DomainError `binding_failed`: then nothing was asked of the provider. */
  async arrive(callback: Callback): Promise<ConnectArrival> {
    const { realm } = callback;
    const bound = await this.bindings.bind(callback);
    const { session } = bound;
    try {
      return { session, outcome: await this.outcome(realm, callback.config, bound) };
    } catch (error) {
      const code = codeOf(error);
      await this.endings.fail(realm, session, code ?? 'interrupted');
      if (code === null) throw error;
      return { session, outcome: { status: 'failed', error: code } };
    }
  }

  private async outcome(realm: RealmRef, current: ConnectionConfig, bound: BoundCallback): Promise<ArrivalOutcome> {
    if (current.status === 'disabled') throw new ConnectFailure('config_disabled');
    const { session, keeper } = bound;
    const config = await this.configs.version(realm, session.configId, session.configVersion);
    const exchanged = await this.exchanges.exchange(realm, config, bound);
    let { grant } = exchanged;
    try {
      grant = await this.exchanges.identify(realm, config, session, exchanged);
      return await this.grants.take(realm, config, session, grant, keeper);
    } catch (error) {
      await this.returns.giveBack(realm, config, session, grant);
      throw error;
    }
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof ConnectFailure || error instanceof DomainError ? error.code : null;
