import { Injectable } from '@nestjs/common';
import { BatchedWork } from '../../database/batched-work.js';
import { GroupCommit, type TableRow } from '../../database/group-commit.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import type { Grant } from '../grant.types.js';
import { GrantsRepository } from '../grants.repository.js';
import { TokensRepository } from '../tokens.repository.js';

/** One attempt to redeem a code. */
export interface CodeClaim {
  readonly realm: RealmRef;
  readonly hash: Buffer;
  /** As it shall be when it is in force. */
  readonly grant: Grant;
  readonly at: number;
  /** What is issued: inserted if, and only if, the claim is won. */
  readonly rows: readonly TableRow[];
}

/** `over`: the code is used up, and its grant was revoked in the meantime, so that nothing was issued. */
export type CodeClaimOutcome = 'won' | 'lost' | 'over';

/** Uses codes up. Claim and tokens are one transaction: of all attempts at one code, in any process, one is won. */
@Injectable()
export class CodeClaims {
  private readonly batches: BatchedWork<CodeClaim, CodeClaimOutcome>;

  constructor(
    transaction: Transaction,
    private readonly tokens: TokensRepository,
    private readonly grants: GrantsRepository,
    private readonly groupCommit: GroupCommit,
  ) {
    this.batches = new BatchedWork(transaction, (claims, { follow }) => follow(() => this.settle(claims)));
  }

  claim(claim: CodeClaim): Promise<CodeClaimOutcome> {
    return this.batches.add(claim);
  }

  /** In the order of the hashes, so that two batches with the same codes wait for each other and do not deadlock. */
  private async settle(claims: readonly CodeClaim[]): Promise<CodeClaimOutcome[]> {
    const outcomes = new Map<CodeClaim, CodeClaimOutcome>();
    for (const claim of [...claims].sort((a, b) => Buffer.compare(a.hash, b.hash))) {
      outcomes.set(claim, await this.settleOne(claim));
    }
    const won = claims.filter((claim) => outcomes.get(claim) === 'won');
    await this.groupCommit.add(won.flatMap(({ rows }) => rows));
    return claims.map((claim) => outcomes.get(claim) ?? 'lost');
  }

  private async settleOne({ realm, hash, grant, at }: CodeClaim): Promise<CodeClaimOutcome> {
    if (!(await this.tokens.claimCode(realm, hash, grant.expiresAt, at))) return 'lost';
    return (await this.grants.confirm(realm, grant, at)) ? 'won' : 'over';
  }
}
