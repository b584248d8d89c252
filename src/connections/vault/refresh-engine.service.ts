import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import type { HeldConnection, Lease } from './connection-secrets.repository.js';
import { HeldConnections } from './held-connections.service.js';
import { ProviderError } from './provider.types.js';
import { RefreshAttempts, type Renewal } from './refresh-attempts.service.js';
import { RefreshLeases } from './refresh-leases.service.js';
import { RefreshPauses } from './refresh-pauses.js';
import { RefreshSaves } from './refresh-saves.service.js';
import { RefreshVerdicts } from './refresh-verdicts.service.js';
import { refreshInProgress } from './vault-refusals.js';

/** What must hold of tokens that were read anew for them to be handed out as they are. */
export interface Renewing {
  /** The tokens are good enough: nothing is asked of the provider. */
  readonly suffices: (held: HeldConnection) => boolean;
  /** They may be used while another node renews them. */
  readonly tides: (held: HeldConnection) => boolean;
}

/**
 * Renews the tokens of a connection, once among all nodes: whoever gets the lease asks the provider, the others wait for
 * what it brings. Nothing of the database is held while the provider is asked.
 */
@Injectable()
export class RefreshEngine {
  constructor(
    private readonly held: HeldConnections,
    private readonly leases: RefreshLeases,
    private readonly attempts: RefreshAttempts,
    private readonly saves: RefreshSaves,
    private readonly verdicts: RefreshVerdicts,
    private readonly pauses: RefreshPauses,
  ) {}

  /** @throws DomainError `refresh_in_progress` when another node takes too long, `reauth_required`, `provider_error` ... */
  async renew(realm: RealmRef, id: string, { suffices, tides }: Renewing): Promise<HeldConnection> {
    for (let waited = 0; ;) {
      const held = await this.held.usable(realm, id);
      if (suffices(held)) return held;
      const lease = await this.leases.take(realm, held);
      if (lease) return this.asHolder(realm, held, lease);
      if (tides(held)) return held;
      if (waited >= this.pauses.patience) throw refreshInProgress();
      waited += await this.pauses.next();
    }
  }

  private async asHolder(realm: RealmRef, held: HeldConnection, lease: Lease): Promise<HeldConnection> {
    const { id } = held.connection;
    const { config, ask } = await this.prepared(realm, held, lease);
    try {
      const renewal = await ask();
      await this.saves.save(realm, config, held, lease, renewal);
    } catch (error) {
      if (error instanceof ProviderError) return this.verdicts.judge(realm, config, held, lease, error);
      throw error;
    }
    await this.verdicts.absolve(realm, config);
    return this.held.usable(realm, id);
  }

  /** Who fails before the provider was asked lets others try at once. */
  private async prepared(realm: RealmRef, held: HeldConnection, lease: Lease): Promise<PreparedAttempt> {
    try {
      const config = await this.held.configOf(realm, held);
      return { config, ask: await this.attempts.prepare(realm, config, held, lease) };
    } catch (error) {
      await this.leases.giveBack(realm, held.connection.id, lease).catch(() => false);
      throw error;
    }
  }
}

interface PreparedAttempt {
  readonly config: ConnectionConfig;
  readonly ask: () => Promise<Renewal>;
}
