import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../../attempts/attempts.service.js';
import type { AttemptLimit } from '../../attempts/attempts.types.js';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { sha256 } from '../../kernel/digest.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids, idTime } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import { isChallenge } from '../../protocol/pkce.js';
import type { Realm } from '../../realms/realm.types.js';
import { ownerKeyOf } from '../vault/connection.types.js';
import { sessionHandle } from './connect-handles.js';
import { checkedParams } from './connect-inputs.rules.js';
import { connectPath } from './connect-paths.js';
import type { ConnectSession } from './connect-session.types.js';
import { ConnectSessionsRepository } from './connect-sessions.repository.js';
import type { ConnectWish, StartedConnect, Starter } from './connect-start.types.js';
import { ConnectTargets, type ConnectTarget } from './connect-targets.service.js';
import { allowedReturn } from './return-urls.js';

/** Milliseconds. */
const LONGEST = 4 * 60 * 60_000;
const MINUTE = 60_000;

/** Begins ways to a provider. */
@Injectable()
export class ConnectStarts {
  constructor(
    private readonly sessions: ConnectSessionsRepository,
    private readonly targets: ConnectTargets,
    private readonly attempts: AttemptsService,
    private readonly settings: Settings,
    private readonly ids: Ids,
    private readonly random: Random,
  ) {}

  /**
   * To be called outside of transactions.
   *
   * @throws DomainError as {@link ConnectTargets.find} does, `return_url_not_allowed`, `param_invalid`, `rate_limited`, or
   *   `invalid` for a challenge that is none, or that is missing.
   */
  async start(realm: Realm, starter: Starter, wish: ConnectWish): Promise<StartedConnect> {
    await this.refuseFlood(realm, starter);
    const target = await this.targets.find(realm, starter, wish);
    const challenge = challengeOf(realm, target, starter, wish);
    const id = this.ids.next();
    const session = { id, ...draft(target, starter, wish), ...this.times(id, wish), completionChallenge: challenge };
    const handle = sessionHandle(this.random.secret());
    await this.sessions.add(realm, session, sha256(handle));
    const connectUrl = `${this.settings.publicUrl}${connectPath(realm, handle)}`;
    return { id, handle, connectUrl, expiresAt: session.expiresAt };
  }

  private times(id: string, { lifetimeSeconds }: ConnectWish): { createdAt: number; expiresAt: number } {
    const wanted = lifetimeSeconds === undefined ? this.settings.connSessionMinutes * MINUTE : lifetimeSeconds * 1000;
    const createdAt = idTime(id);
    return { createdAt, expiresAt: createdAt + Math.min(wanted, LONGEST) };
  }

  /** Before anything else is read: what is refused counts as well. */
  private async refuseFlood(realm: RealmRef, starter: Starter): Promise<void> {
    if (await this.attempts.claim(realm, [starts(starter, this.settings.connStartsPerHour)])) return;
    throw new DomainError('rate_limited', 'Too many connections were begun. Try again later.', {
      retryAfter: MINUTE / 1000,
    });
  }
}

const starts = ({ user, client }: Starter, allowance: number): AttemptLimit => ({
  purpose: 'connect',
  subject: user?.id ?? client?.id ?? '',
  address: null,
  allowance,
  windowSeconds: 3600,
  firstDelaySeconds: 60,
  maxDelaySeconds: 3600,
});

/**
 * Nobody who only follows a link is known: who began it in a service proves it there, with what the service alone has.
 * Where the realm says so, the named user may do without by signing in, but for an account of its own alone.
 */
function challengeOf(
  { connectConfirmationOnly }: Realm,
  { owner }: ConnectTarget,
  { kind }: Starter,
  { completionChallenge }: ConnectWish,
): string | null {
  const isConfirmable = kind === 'user' || (connectConfirmationOnly && owner.kind === 'user');
  if (isConfirmable && completionChallenge === undefined) return null;
  if (kind === 'user') throw DomainError.invalid('completionChallenge', 'is for sessions that a service begins');
  if (completionChallenge !== undefined && isChallenge(completionChallenge)) return completionChallenge;
  throw DomainError.invalid('completionChallenge', 'is needed: the SHA-256 of a verifier, in base64url');
}

type Draft = Omit<ConnectSession, 'id' | 'createdAt' | 'expiresAt' | 'completionChallenge'>;

function draft({ config, owner, slot, connection }: ConnectTarget, starter: Starter, wish: ConnectWish): Draft {
  const { kind, user, client } = starter;
  const params = { ...connection?.params, ...wish.params };
  return {
    configId: config.id,
    configVersion: config.version,
    userId: user?.id ?? null,
    ownerKey: ownerKeyOf(owner),
    slot,
    subjectLabel: owner.kind === 'user' && user ? (user.email ?? user.fullName ?? user.username).slice(0, 255) : null,
    connectionId: connection?.id ?? null,
    createdVia: kind === 'user' ? 'user' : 'api',
    startedBy: kind === 'user' ? user.id : client.clientId,
    returnUrl: allowedReturn(client, 'returnUrl', wish.returnUrl),
    errorUrl: allowedReturn(client, 'errorUrl', wish.errorUrl),
    params: checkedParams(config.params, params, 'partly'),
    sealedTokens: null,
    status: 'new',
    failureCode: null,
  };
}
