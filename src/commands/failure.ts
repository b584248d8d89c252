import { DomainError } from '../kernel/domain-error.js';

/** A command that cannot do what it was asked, with the one line that says why. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
}

/** The one line for whoever typed the command; null for what nobody foresaw. */
export function knownFailure(error: unknown): string | null {
  if (error instanceof CommandFailure) return error.message;
  if (!(error instanceof DomainError)) return null;
  const fields = error.fields.map(({ field, message }) => `${field} ${message}`);
  return fields.length > 0 ? `${fields.join('; ')}.` : error.message;
}
