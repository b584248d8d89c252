import { DatabaseError } from '../database-error.js';
import { isWithin } from '../transaction-slot.js';

/** A waiting caller is told to come again after this long: something holds its transaction far too long. */
const PATIENCE_MS = 10_000;

interface Waiter {
  /** The one that wants the gate for itself; null for a statement on its own. */
  readonly owner: object | null;
  readonly enter: () => void;
}

/**
 * Keeps the statements of one caller out of the open transaction of another, where all share one connection. A statement
 * is synchronous, so it only has to find the gate free; a transaction holds the gate from BEGIN to its end, and enters it
 * again at will. Who comes first goes first.
 */
export class SqliteGate {
  private owner: object | null = null;
  private waiting: Waiter[] = [];

  /** Runs at once when nobody else's transaction is open: no turn of the event loop is lost. */
  pass<T>(caller: object | null, statement: () => T): T | Promise<T> {
    if (this.owner === null || this.owner === caller) return statement();
    return this.wait(null, statement);
  }

  /** Takes the gate for one owner, who has to {@link leave} it. */
  enter(owner: object): void | Promise<void> {
    if (this.owner === null) this.owner = owner;
    else return this.wait(owner, () => undefined);
  }

  leave(owner: object): void {
    if (this.owner !== owner) return;
    this.owner = null;
    while (this.waiting.length > 0 && this.owner === null) this.admit(this.waiting.shift() as Waiter);
  }

  private admit(waiter: Waiter): void {
    this.owner = waiter.owner;
    waiter.enter();
  }

  private wait<T>(owner: object | null, statement: () => T): Promise<T> {
    // It would wait for itself: an entity manager of the data source was used where Sql.manager was meant.
    if (isWithin(this.owner))
      throw new Error('A statement left its transaction: within Transaction.run, only Sql runs any.');
    return new Promise((resolve, reject) => {
      const impatience = setTimeout(() => {
        this.waiting = this.waiting.filter((other) => other !== waiter);
        reject(new DatabaseError('fault', 'SQLITE_GATE', 'another transaction did not end in time'));
      }, PATIENCE_MS);
      const enter = (): void => {
        clearTimeout(impatience);
        settle(statement, resolve, reject);
      };
      const waiter: Waiter = { owner, enter };
      this.waiting.push(waiter);
    });
  }
}

function settle<T>(statement: () => T, resolve: (value: T) => void, reject: (error: unknown) => void): void {
  try {
    resolve(statement());
  } catch (error) {
    reject(error);
  }
}
