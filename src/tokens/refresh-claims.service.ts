import { Injectable } from '@nestjs/common';
import { BatchedWork } from '../database/batched-work.js';
import { setsOf, type TableRow } from '../database/group-commit.js';
import type { Statements } from '../database/statements.js';
import { Transaction } from '../database/transaction.js';
import { Clock } from '../kernel/clock.js';
import type { RealmRef } from '../database/realm-ref.js';
import { Ids, idToBytes } from '../kernel/ids.js';
import { GrantsRepository, type NewestPair } from './grants.repository.js';
import { TokensRepository } from './tokens.repository.js';

/** One attempt to use up a refresh token. */
export interface RefreshClaim {
  readonly realm: RealmRef;
  readonly grantId: string;
  /** Of the presented value. */
  readonly hash: Buffer;
  /** See {@link RefreshClaims.moment}. */
  readonly began: number;
  /** The successor and what goes with it: inserted if, and only if, the claim is won. */
  readonly rows: readonly TableRow[];
  /** What the grant keeps from now on, sealed. */
  readonly storedPair?: string;
}

/** `over`: the token is used up, and its grant was revoked in the meantime, so that nothing was issued. */
export type ClaimOutcome = 'won' | 'lost' | 'over';

/** Milliseconds after which another moment begins, whether a batch came or not. */
const MOMENT_MS = 5000;

/**
 * Claims refresh tokens. Claim and successor are one transaction, shared by the refreshes that come at the same time:
 * of all attempts at one token, in this process and in others, one is won.
 */
@Injectable()
export class RefreshClaims {
  private readonly batches: BatchedWork<RefreshClaim, ClaimOutcome>;
  private sharedMoment?: number;

  constructor(
    transaction: Transaction,
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.batches = new BatchedWork(transaction, (claims, held) => this.settle(claims, held.statements));
  }

  /**
   * When the generation begins that a claim made now leads to: its tokens may be made of that. One moment for all who come
   * together, so that they are written together. It ages, for whoever asks need not make his claim.
   */
  moment(): number {
    const now = this.clock.now();
    const shared = this.sharedMoment ?? Infinity;
    if (now < shared || now > shared + MOMENT_MS) this.sharedMoment = now;
    return this.sharedMoment ?? now;
  }

  claim(claim: RefreshClaim): Promise<ClaimOutcome> {
    return this.batches.add(claim);
  }

  private async settle(claims: readonly RefreshClaim[], statements: Statements): Promise<ClaimOutcome[]> {
    this.sharedMoment = undefined;
    const won = new Set<RefreshClaim>();
    const issuing = new Set<RefreshClaim>();
    for (const [began, together] of byMoment(firstOfEach(claims))) {
      const claimed = await this.claimAll(together, began, statements);
      const inForce = await this.advanceGrants(claimed, began, statements);
      for (const claim of claimed) {
        won.add(claim);
        if (inForce.has(claim.grantId)) issuing.add(claim);
      }
    }
    if (issuing.size > 0) await statements.insertAll(setsOf([...issuing].flatMap(({ rows }) => rows)));
    return claims.map((claim) => (issuing.has(claim) ? 'won' : won.has(claim) ? 'over' : 'lost'));
  }

  private async claimAll(
    claims: readonly RefreshClaim[],
    began: number,
    statements: Statements,
  ): Promise<readonly RefreshClaim[]> {
    const hashes = await this.tokens.claimRefresh(
      statements,
      claims.map(({ realm }) => realm),
      claims.map(({ hash }) => hash),
      idToBytes(this.ids.next(began)),
      this.clock.now(),
    );
    if (hashes.length === claims.length) return claims;
    const used = new Set(hashes.map(nameOf));
    return claims.filter(({ hash }) => used.has(nameOf(hash)));
  }

  /**
   * The row that revocation changes is changed here too: one of the two waits for the other, and sees what it did.
   *
   * @returns the ids of the grants that are still in force.
   */
  private async advanceGrants(
    won: readonly RefreshClaim[],
    began: number,
    statements: Statements,
  ): Promise<ReadonlySet<string>> {
    if (won.length === 0) return new Set();
    const ids = new Set(won.map(({ grantId }) => grantId));
    const realms = won.map(({ realm }) => realm);
    return new Set(await this.grants.advance(statements, realms, [...ids], began, won.flatMap(pairOf)));
  }
}

const pairOf = ({ grantId, storedPair }: RefreshClaim): NewestPair[] =>
  storedPair === undefined ? [] : [{ grantId, sealed: storedPair }];

const nameOf = (hash: Buffer): string => hash.toString('base64');

/** Attempts at one token within a batch: the first may win. */
function firstOfEach(claims: readonly RefreshClaim[]): RefreshClaim[] {
  const first = new Map<string, RefreshClaim>();
  for (const claim of claims) {
    const name = nameOf(claim.hash);
    if (!first.has(name)) first.set(name, claim);
  }
  return [...first.values()];
}

/** Mostly it is one moment. */
function byMoment(claims: readonly RefreshClaim[]): Map<number, RefreshClaim[]> {
  const moments = new Map<number, RefreshClaim[]>();
  for (const claim of claims) {
    const together = moments.get(claim.began);
    if (together) together.push(claim);
    else moments.set(claim.began, [claim]);
  }
  return moments;
}
