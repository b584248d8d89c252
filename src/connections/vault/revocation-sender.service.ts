import { Injectable, Logger } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { DomainError } from '../../kernel/domain-error.js';
import { SealError } from '../../kernel/seal.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionVariables } from './connection-variables.service.js';
import { ProviderCalls } from './provider-calls.service.js';
import { ProviderError } from './provider.types.js';
import { RevocationsRepository, type Revocation } from './revocations.repository.js';
import { Revocations } from './revocations.service.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** After each failure, how long until the next attempt; after the last one there is none. */
const DELAYS = [10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 12 * HOUR];
/** How long whoever took one in hand has it to itself: longer than an attempt can take. */
const IN_HAND = 2 * MINUTE;

/** Tells providers that tokens are to end, again and again until they have heard. */
@Injectable()
export class RevocationSender {
  private readonly logger = new Logger(RevocationSender.name);
  private stopped = false;

  constructor(
    private readonly rows: RevocationsRepository,
    private readonly revocations: Revocations,
    private readonly configs: ConfigsService,
    private readonly variables: ConnectionVariables,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** Takes in hand what is due and brings it further. @returns how many were due. */
  async attemptDue(limit: number): Promise<number> {
    const due = await this.rows.due(this.clock.now(), limit);
    for (const { realm, revocation } of due) {
      if (this.stopped) break;
      const until = this.clock.now() + IN_HAND;
      if (await this.rows.claim(realm, revocation, until)) await this.attempt(realm, revocation);
    }
    return due.length;
  }

  /** The round that is under way ends after the revocation that it is at. */
  stop(): void {
    this.stopped = true;
  }

  private async attempt(realm: RealmRef, revocation: Revocation): Promise<void> {
    try {
      await this.send(realm, revocation);
    } catch (error) {
      if (error instanceof ProviderError) return this.later(realm, revocation);
      // Its config is gone, or a key that it was sealed with: it can never be sent.
      if (!(error instanceof DomainError) && !(error instanceof SealError)) throw error;
    }
    await this.rows.remove(realm, revocation.id);
  }

  private async send(realm: RealmRef, revocation: Revocation): Promise<void> {
    const config = await this.configs.version(realm, revocation.configId, revocation.configVersion);
    const { accessToken, refreshToken, hosts, ...connected } = await this.revocations.open(realm, revocation);
    const variables = await this.variables.of(realm, config, connected);
    await this.calls.revoke(realm, config, { accessToken, refreshToken, hosts, variables });
  }

  private async later(realm: RealmRef, { id, failures, connectionId }: Revocation): Promise<void> {
    const delay = DELAYS[failures];
    if (delay !== undefined) return this.rows.postpone(realm, id, failures + 1, this.clock.now() + delay);
    this.logger.warn(`The provider of connection ${connectionId} never took the revocation of its tokens`);
    await this.rows.remove(realm, id);
  }
}
