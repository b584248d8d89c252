import type { PasswordPolicy } from '../realms/realm.types.js';
import { isCommonPassword } from './common-passwords.js';
import { usernameKey } from './username.js';

/** More bytes than any password has: what is hashed stays small whatever the policy of a realm. */
const MAX_BYTES = 4096;

/**
 * Why a password is refused; null for a good one. Length in code points, and no rules of composition (NIST SP 800-63B
 * section 5.1.1.2): what is guessed first is refused instead.
 */
export function passwordFault(
  policy: PasswordPolicy,
  password: string,
  user: { readonly username: string; readonly email: string | null },
): string | null {
  const length = [...password].length;
  if (length < policy.minLength) return `has fewer than ${policy.minLength} characters`;
  if (length > policy.maxLength || Buffer.byteLength(password) > MAX_BYTES) {
    return `has more than ${policy.maxLength} characters`;
  }
  const key = usernameKey(password);
  if (key === usernameKey(user.username)) return 'is the username';
  if (user.email !== null && key === usernameKey(user.email)) return 'is the e-mail address';
  return isCommonPassword(password) ? 'is among the commonest' : null;
}
