import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { untilStored } from '../../database/storage-patience.js';
import { Clock } from '../../kernel/clock.js';
import { sha256 } from '../../kernel/digest.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Random } from '../../kernel/random.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { sessionHandle } from './connect-handles.js';
import type { ConnectSession, GrantKeeper, HeldGrant, TakenGrant } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { SAVE_PATIENCE } from './save-patience.js';
import { tokensPlace } from './sealed-places.js';
import { sessionOver } from './session-over.js';

/** Milliseconds for whoever decides what becomes of them. */
const HELD = 10 * 60_000;
/** Characters that the column holds. */
const MOST_SEALED = 65_000;

/** Tokens that wait, sealed in their session, until somebody has said what becomes of them. */
@Injectable()
export class HeldGrants {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly sealer: VaultSealer,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** Until the service completes the session. @throws DomainError `session_expired`, `token_response_unreadable` */
  holdForService(realm: RealmRef, session: ConnectSession, grant: TakenGrant): Promise<void> {
    return this.hold(realm, session, { ...grant, keeper: null });
  }

  /**
   * Until the user decides: at a page whose handle takes the place of the one that the session began with, which may have
   * been seen by others.
   *
   * @returns that handle
   * @throws DomainError `session_expired`, `token_response_unreadable`
   */
  async holdForUser(realm: RealmRef, session: ConnectSession, grant: TakenGrant, keeper: GrantKeeper): Promise<string> {
    const handle = sessionHandle(this.random.secret());
    await this.hold(realm, session, { ...grant, keeper }, { tokenHash: sha256(handle) });
    return handle;
  }

  /** What a session holds, null when it holds nothing. */
  async open(realm: RealmRef, { id, sealedTokens }: ConnectSession): Promise<HeldGrant | null> {
    if (sealedTokens === null) return null;
    return JSON.parse(await this.sealer.open(realm, tokensPlace(id), sealedTokens)) as HeldGrant;
  }

  private hold(
    realm: RealmRef,
    { id }: ConnectSession,
    grant: HeldGrant,
    changes: { readonly tokenHash?: Buffer } = {},
  ): Promise<void> {
    return untilStored(async (before) => {
      if (before > 0 && (await this.sessions.find(realm, id))?.status === 'exchanged') return;
      const at = this.clock.now();
      const sealedTokens = await this.seal(realm, id, grant);
      const step = {
        from: ['exchanging'],
        to: 'exchanged',
        at,
        sealedTokens,
        expiresAt: at + HELD,
        ...changes,
      } as const;
      if (!(await this.sessions.advance(realm, id, step))) throw sessionOver();
    }, SAVE_PATIENCE);
  }

  /** The answer as it came is the one thing that can be done without. */
  private async seal(realm: RealmRef, id: string, grant: HeldGrant): Promise<string> {
    const whole = await this.sealer.seal(realm, tokensPlace(id), JSON.stringify(grant));
    if (whole.length <= MOST_SEALED) return whole;
    const short = { ...grant, tokens: { ...grant.tokens, raw: '' } };
    const sealed = await this.sealer.seal(realm, tokensPlace(id), JSON.stringify(short));
    if (sealed.length <= MOST_SEALED) return sealed;
    throw new DomainError('token_response_unreadable', 'The tokens of the provider are too long.');
  }
}
