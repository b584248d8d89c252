import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { Clock } from '../../kernel/clock.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConnectionSecretsRepository, type HeldConnection } from './connection-secrets.repository.js';
import { ProviderError, TOO_BUSY } from './provider.types.js';
import { RefreshNews } from './refresh-news.service.js';
import { TokenChecks } from './token-checks.service.js';

const REJECTED = 'token_rejected';
/** In a row, of a token that nobody can be asked about. */
const LAST_REJECTION = 3;
const BETWEEN_CHECKS = 30_000;

/**
 * Whether there is more against a token than that an API has refused it once: one resource may do that for reasons of its
 * own, and where there is no refresh token, its owner would have to connect anew. The test request of the config decides;
 * where there is none, the third refusal without an accepted call in between.
 */
@Injectable()
export class SecondOpinions {
  constructor(
    private readonly checks: TokenChecks,
    private readonly secrets: ConnectionSecretsRepository,
    private readonly news: RefreshNews,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /** Outside of transactions; once in 30 seconds for each connection. What comes of it stands in the database. */
  async seek(realm: RealmRef, config: ConnectionConfig, held: HeldConnection): Promise<void> {
    if (config.testRequest === null)
      return this.note(realm, held, REJECTED, (rejections) => rejections >= LAST_REJECTION);
    const { connection, secret } = held;
    const now = this.clock.now();
    const at = { now, after: now - BETWEEN_CHECKS };
    if (await this.secrets.claimCheck(realm, connection.id, secret.version, at)) await this.ask(realm, config, held);
  }

  /** Of tokens of that version that were refused before. */
  async accepted(realm: RealmRef, id: string, version: number): Promise<void> {
    await this.transaction.run(async () => {
      if (!(await this.secrets.forgetRejections(realm, id, version))) return;
      const held = await this.secrets.find(realm, id);
      if (held) await this.news.cleared(realm, held);
    });
  }

  private async ask(realm: RealmRef, config: ConnectionConfig, held: HeldConnection): Promise<void> {
    try {
      await this.checks.probe(realm, config, held);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.code !== TOO_BUSY) await this.note(realm, held, error.code, () => error.failure === 'terminal');
      return;
    }
    await this.accepted(realm, held.connection.id, held.secret.version);
  }

  /** Of tokens that were replaced meanwhile nothing is said any more. */
  private note(
    realm: RealmRef,
    held: HeldConnection,
    code: string,
    isTheEnd: (rejections: number) => boolean,
  ): Promise<void> {
    return this.transaction.run(async () => {
      const failures = await this.secrets.countRejection(realm, held.connection.id, held.secret.version);
      if (failures === null) return;
      if (isTheEnd(failures)) await this.news.ended(realm, held, REJECTED);
      else await this.news.doubted(realm, held, { code, failures });
    });
  }
}
