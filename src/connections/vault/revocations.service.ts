import { Injectable, Logger } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids } from '../../kernel/ids.js';
import { SealError } from '../../kernel/seal.js';
import type { HeldConnection } from './connection-secrets.repository.js';
import type { ConnectionOwner } from './connection.types.js';
import { HeldConnections } from './held-connections.service.js';
import { RevocationsRepository, type Revocation } from './revocations.repository.js';
import { TokenSealing, type OpenedSecret } from './token-sealing.service.js';
import { VaultSealer } from './vault-sealer.js';
import type { SealedPlace } from './vault.types.js';

/** Whatever the request needs when the connection is no more. */
export interface RevokedTokens extends OpenedSecret {
  readonly owner: ConnectionOwner;
  readonly params: Readonly<Record<string, string>>;
  readonly meta: Readonly<Record<string, string>>;
}

/** Tokens that their providers are to be told of: written down where a connection ends, told afterwards. */
@Injectable()
export class Revocations {
  private readonly logger = new Logger(Revocations.name);

  constructor(
    private readonly rows: RevocationsRepository,
    private readonly held: HeldConnections,
    private readonly sealing: TokenSealing,
    private readonly sealer: VaultSealer,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * In the transaction that ends the connection, which nothing that cannot be read may hold up.
   *
   * @returns false where the config does not say how, or one of the two cannot be read.
   */
  async plan(realm: RealmRef, ended: HeldConnection): Promise<boolean> {
    try {
      const config = await this.held.configOf(realm, ended);
      return config.revoke !== null && (await this.write(realm, ended));
    } catch (error) {
      if (!(error instanceof SealError || error instanceof DomainError)) throw error;
      this.logger.warn(`The provider of connection ${ended.connection.id} is not told of its end (${error.name})`);
      return false;
    }
  }

  async open(realm: RealmRef, { id, sealedTokens }: Revocation): Promise<RevokedTokens> {
    return JSON.parse(await this.sealer.open(realm, placeOf(id), sealedTokens)) as RevokedTokens;
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.rows.deleteAllOf(realm);
  }

  private async write(realm: RealmRef, { connection, secret }: HeldConnection): Promise<boolean> {
    const opened = await this.sealing.open(realm, secret);
    if (opened.accessToken === null && opened.refreshToken === null) return false;
    const now = this.clock.now();
    const id = this.ids.next(now);
    const { owner, params, meta, configId, configVersion } = connection;
    const tokens: RevokedTokens = { ...opened, owner, params, meta };
    const sealedTokens = await this.sealer.seal(realm, placeOf(id), JSON.stringify(tokens));
    const times = { failures: 0, nextAttemptAt: now, createdAt: now };
    const revocation = { id, connectionId: connection.id, configId, configVersion, sealedTokens, ...times };
    await this.rows.addAll(realm, [revocation]);
    return true;
  }
}

const placeOf = (rowId: string): SealedPlace => ({ table: 'connection_revocations', column: 'sealedTokens', rowId });
