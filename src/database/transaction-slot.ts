import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import type { Statements } from './statements.js';

/** The transaction that the current chain of calls runs in. */
export interface OpenTransaction {
  readonly dataSource: DataSource;
  readonly statements: Statements;
  readonly manager: EntityManager;
  readonly afterCommit: (() => void | Promise<void>)[];
  /** Transactions of other data sources around this one. */
  readonly outer: OpenTransaction | undefined;
  over: boolean;
}

/** Follows the calls of `Transaction.run`, so that nobody hands a query runner around. */
export const transactionSlot = new AsyncLocalStorage<OpenTransaction>();

/**
 * @throws Error when that transaction is over: what runs on after its end was not awaited, and must neither be lost nor
 * slip out of the transaction unnoticed.
 */
export function currentTransaction(dataSource: DataSource): OpenTransaction | null {
  let open = transactionSlot.getStore();
  while (open && open.dataSource !== dataSource) open = open.outer;
  if (!open) return null;
  if (open.over) throw new Error('The transaction is over: its work has to await every statement.');
  return open;
}

/** Whether this chain of calls runs in the transaction of that query runner. */
export function isWithin(runner: object | null): boolean {
  let open = transactionSlot.getStore();
  while (open && open.statements !== runner) open = open.outer;
  return open?.over === false;
}

/** Whether this chain of calls runs in a transaction of any data source. */
export const isInTransaction = (): boolean => transactionSlot.getStore()?.over === false;

/** Starts work that serves many callers: it belongs to no transaction, not even to one that its first caller has left. */
export const outsideTransactions = <T>(work: () => T): T => transactionSlot.exit(work);
