import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { Ids } from '../../kernel/ids.js';
import { ConnectionSecretsRepository, type HeldConnection, type Lease } from './connection-secrets.repository.js';

/**
 * Who may refresh a connection now, of all nodes. A row says so for a time that no attempt outlasts, so that the lease of
 * one who died ends by itself; no lock of the database is held meanwhile.
 */
@Injectable()
export class RefreshLeases {
  constructor(
    private readonly secrets: ConnectionSecretsRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** Null when another has it, or has renewed the tokens since they were read. */
  async take(realm: RealmRef, { connection, secret }: HeldConnection): Promise<Lease | null> {
    const now = this.clock.now();
    const until = now + this.settings.connLeaseSeconds * 1000;
    const lease = { owner: this.ids.next(now), version: secret.version, until };
    return (await this.secrets.takeLease(realm, connection.id, lease, now)) ? lease : null;
  }

  /** @returns false when another has it by now, or has renewed the tokens: then what was found out is not the last word. */
  giveBack(realm: RealmRef, id: string, lease: Lease): Promise<boolean> {
    return this.secrets.giveBack(realm, id, lease);
  }

  /** Whether another request to the provider would end within it. */
  hasRoom({ until }: Lease): boolean {
    return until - this.clock.now() > this.settings.connHttpTimeoutMs;
  }
}
