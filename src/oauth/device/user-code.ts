import type { Random } from '../../kernel/random.js';

/** Consonants that are hard to mistake for each other and spell no words (RFC 8628 section 6.1). */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
const USER_CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
/** What people put between letters, and what keyboards and copying add. */
const BETWEEN = /[\s\p{Pd}._]/gu;

/** Eight letters of twenty: 34 bits, to be guessed only through a form that counts (RFC 8628 section 5.1). */
export const makeUserCode = (random: Random): string => random.text(LENGTH, ALPHABET);

/** As people read it. */
export const shownUserCode = (code: string): string => `${code.slice(0, LENGTH / 2)}-${code.slice(LENGTH / 2)}`;

/** What somebody typed as a code, in whatever case and with whatever between the letters; null for what can be none. */
export function readUserCode(text: string): string | null {
  const code = text.normalize('NFKC').replace(BETWEEN, '').toUpperCase();
  return USER_CODE.test(code) ? code : null;
}
