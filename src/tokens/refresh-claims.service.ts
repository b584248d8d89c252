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
  /** The successor and what goes with it: inserted if, and only if, the claim is won. */
  readonly rows: readonly TableRow[];
  /** What the grant keeps from now on, sealed; null for nothing, absent where the grant keeps no pair. */
  readonly pair?: string | null;
}

/** `over`: the token is used up, and its grant was revoked in the meantime, so that nothing was issued. */
export type ClaimOutcome = 'won' | 'lost' | 'over';

/**
 * Claims refresh tokens. Claim and successor are one transaction, shared by the refreshes that come at the same time:
 * of all attempts at one token, in this process and in others, one is won.
 */
@Injectable()
export class RefreshClaims {
  private readonly batches: BatchedWork<RefreshClaim, ClaimOutcome>;

  constructor(
    transaction: Transaction,
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {
    this.batches = new BatchedWork(transaction, (claims, held) => this.settle(claims, held.statements));
  }

  claim(claim: RefreshClaim): Promise<ClaimOutcome> {
    return this.batches.add(claim);
  }

  private async settle(claims: readonly RefreshClaim[], statements: Statements): Promise<ClaimOutcome[]> {
    const now = this.clock.now();
    const won = await this.claimAll(firstOfEach(claims), now, statements);
    const issuing = await this.advanceGrants([...won], statements);
    if (issuing.size > 0) await statements.insertAll(setsOf([...issuing].flatMap(({ rows }) => rows)));
    return claims.map((claim) => (issuing.has(claim) ? 'won' : won.has(claim) ? 'over' : 'lost'));
  }

  private async claimAll(
    claims: readonly RefreshClaim[],
    now: number,
    statements: Statements,
  ): Promise<Set<RefreshClaim>> {
    const hashes = await this.tokens.claimRefresh(
      statements,
      claims.map(({ realm }) => realm),
      claims.map(({ hash }) => hash),
      idToBytes(this.ids.next(now)),
      now,
    );
    if (hashes.length === claims.length) return new Set(claims);
    const used = new Set(hashes.map(nameOf));
    return new Set(claims.filter(({ hash }) => used.has(nameOf(hash))));
  }

  /** The row that revocation changes is changed here too: one of the two waits for the other, and sees what it did. */
  private async advanceGrants(won: readonly RefreshClaim[], statements: Statements): Promise<Set<RefreshClaim>> {
    if (won.length === 0) return new Set();
    const ids = new Set(won.map(({ grantId }) => grantId));
    const realms = won.map(({ realm }) => realm);
    const inForce = new Set(await this.grants.advance(statements, realms, [...ids], won.flatMap(pairOf)));
    return new Set(won.filter(({ grantId }) => inForce.has(grantId)));
  }
}

const pairOf = ({ grantId, pair }: RefreshClaim): NewestPair[] =>
  pair === undefined ? [] : [{ grantId, sealed: pair }];

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
