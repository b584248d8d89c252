import { DomainError } from '../../../../src/kernel/domain-error.js';

export const HOUR = 3600;

/** Of the refusal, if the call is refused. */
export const codeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  );
