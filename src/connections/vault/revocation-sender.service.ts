import { Injectable, Logger } from '@nestjs/common';
import type { Answer, Courier } from '../../background/delivery.types.js';
import type { Outbox } from '../../background/outbox.js';
import { Outboxes } from '../../background/outboxes.service.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { DomainError } from '../../kernel/domain-error.js';
import { SealError } from '../../kernel/seal.js';
import { ConfigsService } from '../configs/configs.service.js';
import { ConnectionVariables } from './connection-variables.service.js';
import { ProviderCalls } from './provider-calls.service.js';
import { ProviderError } from './provider.types.js';
import { RevocationsRepository, type Revocation } from './revocations.repository.js';
import { Revocations } from './revocations.service.js';

/** Over about nine hours. */
const ATTEMPTS = 7;
/** They are few, and share their lane with refreshes. */
const AT_ONCE = 8;

/** Tells providers that tokens are to end, again and again until they have heard. */
@Injectable()
export class RevocationSender implements Courier<Revocation> {
  private readonly logger = new Logger(RevocationSender.name);
  private readonly outbox: Outbox<Revocation>;

  constructor(
    rows: RevocationsRepository,
    private readonly revocations: Revocations,
    private readonly configs: ConfigsService,
    private readonly variables: ConnectionVariables,
    private readonly calls: ProviderCalls,
    outboxes: Outboxes,
  ) {
    this.outbox = outboxes.open({ name: 'revocations', rows, courier: this, attempts: ATTEMPTS, atOnce: AT_ONCE });
  }

  /** Tells what is due. */
  retry(): Promise<void> {
    return this.outbox.retry();
  }

  async send(realm: RealmRef, revocation: Revocation): Promise<Answer> {
    try {
      await this.tell(realm, revocation);
    } catch (error) {
      if (error instanceof ProviderError) return 'unheard';
      // Its config is gone, or a key that it was sealed with: it can never be sent.
      if (!(error instanceof DomainError) && !(error instanceof SealError)) throw error;
    }
    return 'done';
  }

  async giveUp(_realm: RealmRef, { connectionId }: Revocation): Promise<void> {
    this.logger.warn(`The provider of connection ${connectionId} never took the revocation of its tokens`);
  }

  private async tell(realm: RealmRef, revocation: Revocation): Promise<void> {
    const config = await this.configs.version(realm, revocation.configId, revocation.configVersion);
    const { accessToken, refreshToken, hosts, ...connected } = await this.revocations.open(realm, revocation);
    const variables = await this.variables.of(realm, config, connected);
    await this.calls.revoke(realm, config, { accessToken, refreshToken, hosts, variables });
  }
}
