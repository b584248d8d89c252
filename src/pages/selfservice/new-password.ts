import { DomainError } from '../../kernel/domain-error.js';
import type { Parameters } from '../../protocol/parameters.js';

/** What is said of fields that are refused. */
export const PASSWORD_FAULTS = {
  password: 'recovery:passwordFault',
  password_again: 'recovery:againFault',
} as const;

/** A password that was typed twice. @throws DomainError `invalid` when it was not the same both times. */
export function newPassword(form: Parameters): string {
  const password = form.get('password') ?? '';
  if (password === (form.get('password_again') ?? '')) return password;
  throw DomainError.invalid('password_again', 'is not the same password');
}
