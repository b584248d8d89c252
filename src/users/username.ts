const MAX_LENGTH = 255;

/** Control and format characters, line breaks, unassigned code points and halves of surrogate pairs. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * What makes a username unique: compatibility forms and case are one (NFKC, lower case), look-alikes of other scripts
 * are not. Two sequences that a reader cannot tell apart by width or case are the same user.
 */
export const usernameKey = (username: string): string => username.normalize('NFKC').toLowerCase().normalize('NFKC');

/** Why a text is no username; null for one that is. */
export function usernameFault(username: string): string | null {
  if (username.trim() === '') return 'is empty';
  if (username.trim() !== username) return 'begins or ends with a space';
  if (INVISIBLE.test(username)) return 'has a character that cannot be seen';
  const longest = Math.max(username.length, usernameKey(username).length);
  return longest > MAX_LENGTH ? `has more than ${MAX_LENGTH} characters` : null;
}
