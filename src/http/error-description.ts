/** What the log keeps of an error. */
export interface ErrorDescription {
  readonly type: string;
  readonly message?: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const MAX_CAUSES = 4;

/**
 * Says what happened without the values it happened to: an error of the database carries its statement's parameters,
 * and often repeats them in its message, so that nothing but its code and place is kept of it.
 */
export function describeError(error: unknown, causes = MAX_CAUSES): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, detail, driverError, cause } = error as Error & {
    code?: unknown;
    detail?: unknown;
    driverError?: unknown;
  };
  const fromDriver = driverError !== undefined || 'sql' in error || 'sqlState' in error || error.name === 'SqliteError';
  return {
    type: error.name,
    ...(!fromDriver && { message: typeof detail === 'string' ? `${error.message}: ${detail}` : error.message }),
    ...(isCode(code) && { code: String(code) }),
    stack: frames(error.stack),
    ...(cause !== undefined && causes > 0 && { cause: describeError(cause, causes - 1) }),
  };
}

const isCode = (code: unknown): boolean =>
  typeof code === 'number' || (typeof code === 'string' && /^\w{1,64}$/.test(code));

/** The places alone of a stack: its head repeats the message. */
export const frames = (stack: string | undefined): string | undefined =>
  stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim())
    .join('\n');
