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

/** Follows the calls of `Transaction.run`, so that nobody has to hand a query runner around. */
const slot = new AsyncLocalStorage<OpenTransaction>();
let running = 0;
let forgetting: NodeJS.Timeout | undefined;

/** Long enough for a statement that nobody awaited to be found out, milliseconds. */
const STRAGGLING = 100;

/**
 * Runs work as part of a transaction. Once none has been open for a moment nothing is followed any more: on Node 20 and
 * 22 every promise of the process costs more for as long as something is.
 */
export async function within<T>(transaction: OpenTransaction, work: () => Promise<T>): Promise<T> {
  running++;
  clearTimeout(forgetting);
  try {
    return await slot.run(transaction, work);
  } finally {
    if (--running === 0) forgetting = setTimeout(() => slot.disable(), STRAGGLING).unref();
  }
}

export const innermost = (): OpenTransaction | undefined => slot.getStore();

/**
 * @throws Error when that transaction is over: what runs on after its end was not awaited, and must neither be lost nor
 * slip out of the transaction unnoticed.
 */
export function currentTransaction(dataSource: DataSource): OpenTransaction | null {
  let open = slot.getStore();
  while (open && open.dataSource !== dataSource) open = open.outer;
  if (!open) return null;
  if (open.over) throw isOver();
  return open;
}

export const isOver = (): Error => new Error('The transaction is over: its work has to await every statement.');

/** Whether this chain of calls runs in the transaction of that query runner. */
export function isWithin(runner: object | null): boolean {
  let open = slot.getStore();
  while (open && open.statements !== runner) open = open.outer;
  return open?.over === false;
}

/** Whether this chain of calls runs in a transaction of any data source. */
export const isInTransaction = (): boolean => slot.getStore()?.over === false;

/** Starts work that serves many callers: it belongs to no transaction, not even to one that its first caller has left. */
export const outsideTransactions = <T>(work: () => T): T => (slot.getStore() ? slot.exit(work) : work());
