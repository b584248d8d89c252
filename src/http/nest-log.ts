import type { LoggerService } from '@nestjs/common';
import { describeError, frames } from './error-description.js';
import type { Log } from './log.js';

/** Where Nest says that the start failed: whoever started the server is told so once, by `main.ts`. */
const START = new Set(['ExceptionHandler', 'NestApplication']);

/** Brings what Nest and the modules say through Nest's `Logger` into the one log; Nest's own chatter of a start is for debugging. */
export class NestLog implements LoggerService {
  constructor(private readonly sink: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.sink.debug(context(rest), text(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.sink.warn(fields(message, rest), text(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const ofStart = START.has(String(rest.at(-1)));
    this.sink[ofStart ? 'debug' : 'error'](fields(message, rest), text(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.sink.fatal(fields(message, rest), text(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.sink.debug(context(rest), text(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.sink.debug(context(rest), text(message));
  }
}

/** Nest passes the name of the speaker last. */
const context = (rest: unknown[]): object => {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? { context: last } : {};
};

function fields(message: unknown, rest: unknown[]): object {
  const error = [message, ...rest].find((part) => part instanceof Error);
  const stack = rest.find((part) => typeof part === 'string' && part.includes('\n')) as string | undefined;
  return { ...context(rest), ...(error ? { error: describeError(error) } : stack && { stack: frames(stack) }) };
}

function text(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.name : 'See the fields.';
}
