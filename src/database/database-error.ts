/**
 * What a failed statement means to its caller: a row that exists already, a transaction to be run again, a database that
 * cannot serve now, or a statement that is wrong.
 */
export type DatabaseFailure = 'duplicate' | 'retryable' | 'fault' | 'statement';

/**
 * Stands for every error of a database driver. A driver's own error carries the statement with its values (password
 * hashes, sealed keys); this one carries the placeholders alone, so that no log can show a secret.
 */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';

  constructor(
    readonly failure: DatabaseFailure,
    /** The driver's: `ER_DUP_ENTRY`, `SQLITE_BUSY`, `ECONNREFUSED`. */
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

interface DriverError {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly sqlState?: unknown;
  readonly message?: unknown;
}

const DUPLICATE = new Set([1062, 1586]);
/** Deadlock, lock wait, changed record, and TiDB's write conflicts: the statement left nothing behind. */
const RETRYABLE = new Set([1213, 1205, 1020, 9007, 8002, 8022]);
/** Too many connections, shutdown, disk full, read-only, killed or out of time, Galera without a quorum. */
const FAULT = new Set([
  1021, 1040, 1041, 1047, 1053, 1114, 1129, 1152, 1158, 1159, 1160, 1161, 1180, 1184, 1203, 1205, 1226, 1290, 1317,
  1792, 1836, 1927, 1969, 1030, 3024, 4031,
]);
const RETRYABLE_SQLITE = /^SQLITE_(BUSY|LOCKED)/;
const FAULT_SQLITE = /^SQLITE_(READONLY|FULL|IOERR|CANTOPEN|NOMEM|CORRUPT|NOTADB|PROTOCOL|PERM|AUTH)/;
const DUPLICATE_SQLITE = /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY|ROWID)$/;

/**
 * Turns whatever a driver threw into a {@link DatabaseError}; errors of this process's own making pass unchanged. Told by
 * their members: a native module may make its errors from classes of another context.
 */
export function toDatabaseError(error: unknown, sql = ''): unknown {
  if (error instanceof DatabaseError || !isDriverError(error)) return error;
  const code = typeof error.code === 'string' ? error.code : 'CONNECTION';
  const where = sql === '' ? '' : ` in: ${sql.slice(0, 200)}`;
  return new DatabaseError(failureOf(error, code), code, `${withoutValues(String(error.message))}${where}`);
}

const isDriverError = (error: unknown): error is DriverError =>
  typeof error === 'object' && error !== null && !['TypeError', 'RangeError'].includes((error as Error).name);

function failureOf({ errno, sqlState }: DriverError, code: string): DatabaseFailure {
  if (code.startsWith('SQLITE_')) return sqliteFailure(code);
  if (typeof sqlState === 'string' && typeof errno === 'number') return serverFailure(errno, sqlState);
  // Without an SQL state it was not the server who refused: the connection, the pool or a deadline did.
  return 'fault';
}

function sqliteFailure(code: string): DatabaseFailure {
  if (DUPLICATE_SQLITE.test(code)) return 'duplicate';
  if (RETRYABLE_SQLITE.test(code)) return 'retryable';
  return FAULT_SQLITE.test(code) ? 'fault' : 'statement';
}

function serverFailure(errno: number, sqlState: string): DatabaseFailure {
  if (DUPLICATE.has(errno)) return 'duplicate';
  if (RETRYABLE.has(errno) || sqlState === '40001') return 'retryable';
  return FAULT.has(errno) || sqlState.startsWith('08') || sqlState === '70100' ? 'fault' : 'statement';
}

/** Drivers quote values in their messages (`Duplicate entry 'x' for key 'y'`); of those only key and column names stay. */
const withoutValues = (message: string): string =>
  message.replace(/(entry|value|near:?|truncated[^:]*:) '(?:[^']|'')*'/gi, "$1 '?'").slice(0, 300);
