import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../../attempts/attempts.service.js';
import type { AttemptLimit } from '../../attempts/attempts.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { OAuthError } from '../../protocol/oauth-error.js';

/** What fills a store: requests that wait for a user, and requests that wait for their browser. */
export type WaitingKind = 'authorization_request' | 'pushed_request';

/** From one address for one client, in the time that a request waits: a large office that signs in at nine stays below. */
const ALLOWED: Readonly<Record<WaitingKind, { allowance: number; windowSeconds: number }>> = {
  authorization_request: { allowance: 3000, windowSeconds: 600 },
  pushed_request: { allowance: 3000, windowSeconds: 60 },
};
const DELAYS = { firstDelaySeconds: 1, maxDelaySeconds: 60 };

/**
 * Keeps anybody from filling the store with requests that nobody will finish (requirement 89). Each address is counted
 * for itself, so that none takes the room of a client's other users.
 */
@Injectable()
export class RequestFloods {
  constructor(private readonly attempts: AttemptsService) {}

  /** Counts one more. @throws OAuthError `temporarily_unavailable` with status 429 when there were too many. */
  async count(realm: RealmRef, kind: WaitingKind, { clientId, address }: Asker): Promise<void> {
    const limit: AttemptLimit = { purpose: kind, subject: clientId, address, ...ALLOWED[kind], ...DELAYS };
    if (await this.attempts.claim(realm, [limit])) return;
    const text = 'Too many requests of this client came from this address. Try again later.';
    throw new OAuthError('temporarily_unavailable', text, { status: 429, retryAfter: DELAYS.maxDelaySeconds });
  }
}

interface Asker {
  /** The row id of the client. */
  readonly clientId: string;
  readonly address: string;
}
