import { pino, type Logger } from 'pino';

/** The program's log: JSON, one line each, on standard output. What is passed to it holds no secret, code or token. */
export abstract class Log {
  abstract debug(fields: object, message: string): void;
  abstract info(fields: object, message: string): void;
  abstract warn(fields: object, message: string): void;
  abstract error(fields: object, message: string): void;
  abstract fatal(fields: object, message: string): void;
  /** Writes at once what is still buffered. */
  abstract flush(): void;
}

/** Under load many lines share a write; at rest a line waits for this many milliseconds at most. */
const BUFFERED = { minLength: 32_768, maxWrite: 65_536, periodicFlush: 100 };

const STANDARD_OUTPUT = 1;

type Destination = ReturnType<typeof pino.destination>;

/** Lines are handed to the operating system by a thread of their own; what is left is written at exit. */
export function createLog(level: string, descriptor = STANDARD_OUTPUT): Log & Logger {
  const destination = pino.destination({ dest: descriptor, sync: false, contentMode: 'buffer', ...BUFFERED });
  const logger = pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime }, inBytes(destination));
  return Object.assign(logger, { flush: () => destination.flushSync() });
}

/** Text would be put together anew with each line, to see how long it has become; bytes are joined once, when written. */
const inBytes = (destination: Destination) => ({
  // Its types do not know that in this mode it takes bytes.
  write: (line: string) => destination.write(Buffer.from(line) as unknown as string),
  // What is fatal is written at once.
  flushSync: () => destination.flushSync(),
});
