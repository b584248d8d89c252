import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/client.types.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Clock } from '../../kernel/clock.js';
import { sha256 } from '../../kernel/digest.js';
import { Random } from '../../kernel/random.js';
import type { RawParameters } from '../../protocol/parameters.js';
import { PushedRequestsRepository } from './pushed-requests.repository.js';

/** RFC 9126 section 2.2. */
const SCHEME = 'urn:ietf:params:oauth:request_uri:';
const REFERENCE = /^urn:ietf:params:oauth:request_uri:rgp_[A-Za-z0-9_-]{43}$/;
const LIFETIME_SECONDS = 60;

/** Where a client finds again what it has pushed. */
export interface PushedReference {
  readonly requestUri: string;
  readonly expiresInSeconds: number;
}

export interface PushedRequest {
  readonly parameters: RawParameters;
  /** SHA-256 of its reference, base64url. */
  readonly hash: string;
}

/** Whether a `request_uri` speaks of something pushed, and not of a request object somewhere else. */
export const isPushedUri = (requestUri: string): boolean => requestUri.startsWith(SCHEME);

/** Authorization requests that clients send ahead, past the browser (RFC 9126). */
@Injectable()
export class PushedRequests {
  constructor(
    private readonly pushed: PushedRequestsRepository,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  async push(realm: RealmRef, client: Client, parameters: RawParameters): Promise<PushedReference> {
    const requestUri = `${SCHEME}rgp_${this.random.secret()}`;
    const expiresAt = this.clock.now() + LIFETIME_SECONDS * 1000;
    await this.pushed.add(realm, { hash: sha256(requestUri), clientId: client.id, parameters, expiresAt });
    return { requestUri, expiresInSeconds: LIFETIME_SECONDS };
  }

  /** Null for another client's, for one that has expired, and for one whose authorization was answered. */
  async find(realm: RealmRef, client: Client, requestUri: string): Promise<PushedRequest | null> {
    if (!REFERENCE.test(requestUri)) return null;
    const hash = sha256(requestUri);
    const parameters = await this.pushed.find(realm, client.id, hash, this.clock.now());
    return parameters && { parameters, hash: hash.toString('base64url') };
  }

  /** @returns whether this call is the one that may answer it: there is one, whoever tries. */
  consume(realm: RealmRef, hash: string, at: number): Promise<boolean> {
    return this.pushed.consume(realm, Buffer.from(hash, 'base64url'), at);
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.pushed.deleteAllOf(realm);
  }
}
