import { Injectable } from '@nestjs/common';
import { AttemptsService } from '../../attempts/attempts.service.js';
import type { AttemptLimit, Standing, Suspicion } from '../../attempts/attempts.types.js';
import { takesRealmKey } from '../../clients/client-secrets.js';
import type { Client } from '../../clients/client.types.js';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';

/** The counters of one address that may hold back a right secret, of which the client decides which one counts. */
export interface GuessesSeen {
  readonly client: Standing;
  readonly realmKey: Standing;
}

/**
 * Holds back who guesses client secrets (requirements 43 and 84). A guess counts against what is guessed: the client's own
 * secret, or the key of the realm, be it tried through however many clients. What was guessed wrong too often from an
 * address is not accepted from there either, even when it is right, for as long as the delay lasts.
 *
 * What a failure is answered with, 401 or 429, depends on the realm and the address alone: a counter of all failures from
 * there decides it, for clients that exist and for invented ones. So the answer tells nothing of the client, and invented
 * ids leave no trace once that counter is used up.
 *
 * A realm key is short and shared; it is also held back over all addresses together. Then an address has one guess instead
 * of its whole allowance, and who has not failed lately is let in as ever: guessing locks no other address out.
 *
 * A right secret passes by what was read of the counter, and waits for wrong ones that the same process is counting. So
 * guesses that come at once are checked up to the allowance on each node, and never beyond it.
 */
@Injectable()
export class SecretGuesses {
  constructor(
    private readonly attempts: AttemptsService,
    private readonly settings: Settings,
  ) {}

  /** To be read at the same time as the client: the reads become one statement, which tells nothing of the client either. */
  async look(realm: RealmRef, clientId: string, address: string): Promise<GuessesSeen> {
    const [client, realmKey] = await Promise.all([
      this.attempts.look(realm, this.atClient(clientId, address)),
      this.attempts.look(realm, this.atRealmKey(address)),
    ]);
    return { client, realmKey };
  }

  /** Whether a right secret has to wait: null to let it in, else the failure that it counts as, with the work of a wrong one. */
  async heldBack(realm: RealmRef, client: Client, address: string, seen: GuessesSeen): Promise<Suspicion | null> {
    const byKey = takesRealmKey(client);
    const limit = this.atSecretOf(client, address);
    const standing = await this.attempts.current(realm, limit, byKey ? seen.realmKey : seen.client);
    if (standing.waiting) return this.attempts.suspect(realm, limit);
    if (!byKey || standing.failures === 0) return null;
    const { waiting } = await this.attempts.look(realm, this.everywhere());
    return waiting ? this.attempts.suspect(realm, this.atNobody(address)) : null;
  }

  /** A wrong secret: a guess at what proves the client, or, to take the same time, at nothing when there is no client. */
  wrong(realm: RealmRef, client: Client | null, address: string): Suspicion {
    return this.attempts.suspect(realm, client ? this.atSecretOf(client, address) : this.atNobody(address));
  }

  /** The right secret of a client that may not use it was not guessed: others that share a key with it do not suffer. */
  useless(realm: RealmRef, client: Client, address: string): Suspicion {
    return this.attempts.suspect(realm, this.atClient(client.clientId, address));
  }

  /**
   * Counts a request that proved no client, and each guess in it.
   *
   * @returns whether its sender has to wait: then nothing is to be written of it.
   */
  async count(realm: RealmRef, guesses: readonly Suspicion[], address: string): Promise<boolean> {
    const here = this.limit('client_authentication', '', address);
    const counting = guesses.map((guess) => guess.count());
    const [free] = await Promise.all([this.attempts.fail(realm, here), ...counting]);
    if (!free) return true;
    if (await this.attempts.fail(realm, this.everywhere())) return false;
    return (await this.attempts.look(realm, here)).failures > 1;
  }

  private atSecretOf(client: Client, address: string): AttemptLimit {
    return takesRealmKey(client) ? this.atRealmKey(address) : this.atClient(client.clientId, address);
  }

  private atClient(clientId: string, address: string): AttemptLimit {
    return this.limit('client_secret', clientId, address);
  }

  private atRealmKey(address: string): AttemptLimit {
    return this.limit('realm_key', '', address);
  }

  private atNobody(address: string): AttemptLimit {
    return this.limit('unknown_client', '', address);
  }

  private everywhere(): AttemptLimit {
    return this.limit('client_authentication', '', null);
  }

  private limit(purpose: string, subject: string, address: string | null): AttemptLimit {
    const { clientFailuresPerAddress, clientFailuresPerRealm } = this.settings;
    const allowance = address === null ? clientFailuresPerRealm : clientFailuresPerAddress;
    return { purpose, subject, address, allowance, windowSeconds: 60, firstDelaySeconds: 1, maxDelaySeconds: 900 };
  }
}
