import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { RealmRef } from '../database/realm-ref.js';
import { Transaction } from '../database/transaction.js';
import { UsersService } from '../users/users.service.js';
import { GrantsRepository } from './grants.repository.js';

/** Ends grants, and erases the values that were kept of their tokens: in one transaction, that of the caller if any. */
@Injectable()
export class GrantEndings implements OnModuleInit {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly users: UsersService,
    private readonly transaction: Transaction,
  ) {}

  /** A new password ends the grants of its user by its time alone; what is kept of them goes with it. */
  onModuleInit(): void {
    this.users.onEnding((realm, userId) => this.grants.erasePairsOfUser(realm, userId));
  }

  /**
   * @param alongWith what else belongs to the end: the line in the audit record.
   * @returns whether this call ended it.
   */
  end(realm: RealmRef, id: string, at: number, alongWith?: () => Promise<void>): Promise<boolean> {
    return this.transaction.run(async () => {
      if (!(await this.grants.revoke(realm, id, at))) return false;
      await alongWith?.();
      return true;
    });
  }

  /** @returns how many this call ended. */
  endAllOfUser(
    realm: RealmRef,
    userId: string,
    at: number,
    alongWith: (count: number) => Promise<void>,
  ): Promise<number> {
    return this.transaction.run(async () => {
      const count = await this.grants.revokeAllOfUser(realm, userId, at);
      if (count === 0) return 0;
      await alongWith(count);
      return count;
    });
  }
}
