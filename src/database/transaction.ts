import { Injectable } from '@nestjs/common';
import type { QueryRunner } from 'typeorm';
import { Database } from './database.js';
import { Retries } from './retries.js';
import type { Statements } from './statements.js';
import { currentTransaction, innermost, isOver, within, type OpenTransaction } from './transaction-slot.js';

/** A transaction in the hands of its work. */
export interface HeldTransaction {
  /** Its statements, for as long as it lasts. */
  readonly statements: Statements;

  /** Runs work that knows nothing of it: what that calls through `Sql`, at any depth, belongs to it all the same. */
  follow<T>(work: () => Promise<T>): Promise<T>;
}

/**
 * The one way to a transaction. Whatever `work` calls through `Sql`, at any depth, belongs to it; a nested run joins the
 * outer one. Work that a deadlock undid is run again from its start, so it must keep its effects in the database and
 * give everything else to {@link afterCommit}.
 */
@Injectable()
export class Transaction {
  constructor(
    private readonly database: Database,
    private readonly retries: Retries,
  ) {}

  get active(): boolean {
    return currentTransaction(this.database) !== null;
  }

  /** READ COMMITTED on MySQL and MariaDB; on SQLite nothing else runs meanwhile, so keep it short. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    return this.active ? work() : this.runWith(({ follow }) => follow(work));
  }

  /**
   * The same for work under load, which spares the process the price of following it (`transaction-slot.ts`): it has to
   * use the statements that it is given, or to let itself be followed. What went through `Sql` of itself would not
   * belong to the transaction, and on SQLite would wait for its end until it is refused.
   */
  async runWith<T>(work: (held: HeldTransaction) => Promise<T>): Promise<T> {
    const outer = currentTransaction(this.database);
    if (outer) return work(new Held(outer));
    const { result, open } = await this.retries.run(() => this.once(work));
    for (const effect of open.afterCommit) await effect();
    return result;
  }

  /** Runs once the data is durable, at once where no transaction is open; never for work that was rolled back. */
  async afterCommit(effect: () => void | Promise<void>): Promise<void> {
    const open = currentTransaction(this.database);
    if (open) open.afterCommit.push(effect);
    else await effect();
  }

  private async once<T>(work: (held: HeldTransaction) => Promise<T>): Promise<{ result: T; open: OpenTransaction }> {
    const runner = this.database.createQueryRunner();
    const open = this.open(runner);
    try {
      await runner.startTransaction();
      const result = await this.toTheEnd(open, work);
      await runner.commitTransaction();
      return { result, open };
    } catch (error) {
      await rollback(runner);
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async toTheEnd<T>(open: OpenTransaction, work: (held: HeldTransaction) => Promise<T>): Promise<T> {
    try {
      return await work(new Held(open));
    } finally {
      open.over = true;
    }
  }

  private open(runner: QueryRunner & Statements): OpenTransaction {
    return {
      dataSource: this.database,
      statements: runner,
      manager: runner.manager,
      afterCommit: [],
      outer: innermost(),
      over: false,
    };
  }
}

class Held implements HeldTransaction {
  readonly statements: Statements = {
    rows: async (sql, parameters) => this.live().rows(sql, parameters),
    change: async (sql, parameters) => this.live().change(sql, parameters),
    insertAll: async (sets) => this.live().insertAll(sets),
  };

  constructor(private readonly open: OpenTransaction) {}

  readonly follow = <T>(work: () => Promise<T>): Promise<T> => within(this.open, work);

  private live(): Statements {
    if (this.open.over) throw isOver();
    return this.open.statements;
  }
}

/** The first error is the one that matters: a connection that cannot roll back any more has lost its transaction anyway. */
async function rollback(runner: QueryRunner): Promise<void> {
  if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
}
