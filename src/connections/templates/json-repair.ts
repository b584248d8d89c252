const DOUBLE = '\u201c\u201d\u201e\u201f\u00ab\u00bb';
const SINGLE = '\u2018\u2019\u201a\u201b';
const CURLY = new RegExp(`[${DOUBLE}${SINGLE}]`);
const CLOSES_CURLY = new RegExp(`[${DOUBLE}"]`);
const CLOSES_SINGLE = new RegExp(`[${SINGLE}"]`);
const INVISIBLE = /[\u00a0\u2007\u200b\u202f\ufeff]/;
const TRAILING_COMMA = /,(?=\s*[}\]])/y;

/**
 * What word processors do to JSON, undone: typographic quotes around strings, a comma behind the last member, spaces that
 * are no plain ones. Text inside strings stays as it is. Only on request: the administrator sees what was changed.
 */
export function repairJson(text: string): string {
  let repaired = '';
  let closing: RegExp | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (closing === null) {
      closing = closingOf(character);
      repaired += outside(text, at);
    } else if (character === '\\') {
      repaired += text.slice(at, ++at + 1);
    } else {
      const ends = closing.test(character);
      if (ends) closing = null;
      repaired += ends ? '"' : character;
    }
  }
  return repaired;
}

/** What ends the string that a character opens; null where it opens none. */
function closingOf(character: string): RegExp | null {
  if (character === '"') return /"/;
  if (!CURLY.test(character)) return null;
  return SINGLE.includes(character) ? CLOSES_SINGLE : CLOSES_CURLY;
}

function outside(text: string, at: number): string {
  const character = text[at] as string;
  if (CURLY.test(character)) return '"';
  if (INVISIBLE.test(character)) return ' ';
  TRAILING_COMMA.lastIndex = at;
  return TRAILING_COMMA.test(text) ? '' : character;
}
