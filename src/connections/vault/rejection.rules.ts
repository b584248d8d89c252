import type { RejectionRule } from '../configs/config.types.js';
import { AnswerError, readAnswer } from '../templates/answers.js';
import { compilePath } from '../templates/json-path.js';

/** As much of an API's answer as tells whether it refused the token. */
export interface JudgedAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly wwwAuthenticate: string | null;
  /** Null where it was not read. */
  readonly body: string | null;
}

/** Whether the body has to be looked into: where the status does not say it all. */
export const needsBody = (rule: RejectionRule, status: number): boolean =>
  rule.path !== undefined && !rule.statuses.includes(status);

/** Whether an API says that the token is no longer good: by its status, by a value in its body, or by its challenge. */
export function isRejection(rule: RejectionRule, answer: JudgedAnswer): boolean {
  if (rule.statuses.includes(answer.status)) return true;
  if (rule.wwwAuthenticate && /error\s*=\s*"?invalid_token\b/i.test(answer.wwwAuthenticate ?? '')) return true;
  return rule.path !== undefined && answer.body !== null && saysSo(rule.path, rule.equals, answer);
}

function saysSo(path: string, equals: string | undefined, { contentType, body }: JudgedAnswer): boolean {
  const value = compilePath(path).pick(documentOf(contentType, body ?? ''));
  if (value === undefined || value === null || typeof value === 'object') return false;
  return equals === undefined || String(value) === equals;
}

/** What cannot be read says nothing of the token. */
function documentOf(contentType: string | null, body: string): unknown {
  try {
    return readAnswer(contentType, body);
  } catch (error) {
    if (error instanceof AnswerError) return undefined;
    throw error;
  }
}
