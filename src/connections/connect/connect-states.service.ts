import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import type { Browser } from '../../http/browser.js';
import { Clock } from '../../kernel/clock.js';
import { sha256 } from '../../kernel/digest.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Random } from '../../kernel/random.js';
import type { Session } from '../../users/sessions/session.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { OPEN_STATUSES, type BoundInputs, type ConnectRoute, type ConnectSession } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import { ConnectStatesRepository } from './connect-states.repository.js';
import { routePlace } from './sealed-places.js';
import { sessionOver } from './session-over.js';

/** Who comes back from the provider without an answer may set out again: so often. */
const MOST_DEPARTURES = 10;

/** Who goes. */
export interface Traveller {
  readonly browser: Browser;
  /** The sign-in session that the browser is in, null when it is in none. */
  readonly signIn: Session | null;
}

/** What nobody but this server and the browser that goes knows. */
export interface RouteSecrets {
  readonly state: string;
  /** Null without PKCE. */
  readonly codeVerifier: string | null;
}

interface Route extends RouteSecrets {
  readonly redirectUri: string;
  readonly inputs: BoundInputs;
  /** Minutes that the browser may be away. */
  readonly minutes: number;
}

const MINUTE = 60_000;

/** Keeps what a callback will be compared with. */
@Injectable()
export class ConnectStates {
  constructor(
    private readonly states: ConnectStatesRepository,
    private readonly sessions: ConnectSessionsRepository,
    private readonly sealer: VaultSealer,
    private readonly transaction: Transaction,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  draw({ pkce }: ConnectionConfig): RouteSecrets {
    return { state: this.random.secret(), codeVerifier: pkce === 'S256' ? this.random.secret() : null };
  }

  /** @throws DomainError `session_expired`, `rate_limited` */
  async keep(realm: RealmRef, session: ConnectSession, traveller: Traveller, route: Route): Promise<void> {
    if ((await this.states.countOf(realm, session.id)) >= MOST_DEPARTURES)
      throw new DomainError('rate_limited', 'This session has set out too often. Begin another one.');
    const hash = sha256(route.state);
    const secret: ConnectRoute = { codeVerifier: route.codeVerifier, inputs: route.inputs };
    const sealedRoute = await this.sealer.seal(realm, routePlace({ hash }), JSON.stringify(secret));
    const at = this.clock.now();
    await this.transaction.run(async () => {
      await this.states.add(realm, {
        hash,
        sessionId: session.id,
        configId: session.configId,
        userId: session.userId,
        browserHash: sha256(traveller.browser.id),
        userSessionId: traveller.signIn?.id ?? null,
        sealedRoute,
        redirectUri: route.redirectUri,
        createdAt: at,
        expiresAt: at + route.minutes * MINUTE,
        usedAt: null,
      });
      const step = { from: OPEN_STATUSES, to: 'redirected', at } as const;
      if (!(await this.sessions.advance(realm, session.id, step))) throw sessionOver();
    });
  }
}
