import { createLog, type Log } from '../../src/http/log.js';

export interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

/** A log that keeps every line, however unimportant, for a test to look at. */
export function capturedLog(lines: LogLine[]): Log {
  const keep = (level: string) => (fields: object, message: string) => {
    lines.push({ level, message, fields: fields as Record<string, unknown> });
  };
  return Object.assign(createLog('silent'), {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
    fatal: keep('fatal'),
  });
}
