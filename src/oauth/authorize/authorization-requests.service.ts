import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import type { Browser } from '../../http/browser.js';
import { Clock } from '../../kernel/clock.js';
import { sha256 } from '../../kernel/digest.js';
import { DomainError } from '../../kernel/domain-error.js';
import { Ids } from '../../kernel/ids.js';
import { Random } from '../../kernel/random.js';
import type { AuthorizationRequest, ConsentDecision, NewAuthorizationRequest } from './authorization.types.js';
import { AuthorizationRequestsRepository } from './authorization-requests.repository.js';
import { RequestFloods } from './request-floods.service.js';

const PREFIX = 'rgi_';
const HANDLE = /^rgi_[A-Za-z0-9_-]{43}$/;
/** How long a user may take for the pages of one request. */
const LIFETIME = 10 * 60_000;

/** An opened request with its handle, which is told here and stored nowhere. */
export interface OpenedRequest {
  readonly request: AuthorizationRequest;
  readonly handle: string;
}

/**
 * Authorization requests between the pages that they lead through. A page shows its handle; what the handle stands for is
 * here, and opens to the browser alone that began it (requirement 21).
 */
@Injectable()
export class AuthorizationRequests {
  constructor(
    private readonly requests: AuthorizationRequestsRepository,
    private readonly floods: RequestFloods,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly ids: Ids,
  ) {}

  /** @throws OAuthError `temporarily_unavailable` when too many came from that address. */
  async open(realm: RealmRef, browser: Browser, wanted: NewAuthorizationRequest): Promise<OpenedRequest> {
    const { at, address, ...asked } = wanted;
    await this.floods.count(realm, 'authorization_request', { clientId: asked.clientId, address });
    const handle = PREFIX + this.random.secret();
    const id = this.ids.next(at);
    const times = { createdAt: at, expiresAt: at + LIFETIME };
    const request = { id, ...asked, sessionId: null, loginAt: null, consent: null, ...times };
    await this.requests.add(realm, request, keyOf(handle, browser));
    return { request, handle };
  }

  /** Null for a handle of another realm or browser, for one whose time is over, and when the request was answered. */
  async find(realm: RealmRef, handle: string, browser: Browser): Promise<AuthorizationRequest | null> {
    if (!HANDLE.test(handle) || browser.isNew) return null;
    return this.requests.find(realm, keyOf(handle, browser), this.clock.now());
  }

  /**
   * The user has signed in for this request, or has confirmed the account of a session.
   *
   * @throws DomainError `conflict` when the request has been answered meanwhile.
   */
  async recordLogin(realm: RealmRef, request: AuthorizationRequest, session: { readonly id: string }): Promise<void> {
    if (!(await this.requests.recordLogin(realm, request.id, session.id, this.clock.now()))) throw answered();
  }

  /** @throws DomainError `conflict` when the request has been answered meanwhile. */
  async recordConsent(realm: RealmRef, request: AuthorizationRequest, decision: ConsentDecision): Promise<void> {
    if (!(await this.requests.recordConsent(realm, request.id, decision))) throw answered();
  }

  /** @returns whether this call is the one that may answer the request: there is one, whoever tries. */
  complete(realm: RealmRef, request: AuthorizationRequest, at: number): Promise<boolean> {
    return this.requests.complete(realm, request.id, at);
  }

  /** Removes what a realm that is being deleted holds; call inside its transaction. */
  deleteAllOf(realm: RealmRef): Promise<void> {
    return this.requests.deleteAllOf(realm);
  }
}

const keyOf = (handle: string, browser: Browser) => ({ handleHash: sha256(handle), browserHash: sha256(browser.id) });

const answered = (): DomainError => DomainError.conflict('The request was answered already.');
