/** Members of these have names that providers gave. */
const NAMED_BY_OTHERS = ['tokenHeaders', 'headers', 'metaMap'];
const UNITS: Readonly<Record<string, string>> = { defaultTtlS: 'defaultTtlSeconds', marginS: 'marginSeconds' };

/**
 * `token_url` and the like under the names that the code has, at every depth. Bodies may be written as the objects that
 * they are; whatever is compared is compared as text.
 */
export function ownNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ownNames);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const written = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      const own = UNITS[written] ?? written;
      return [own, NAMED_BY_OTHERS.includes(own) ? member : ownMember(own, member)];
    }),
  );
}

function ownMember(name: string, member: unknown): unknown {
  if (/body$/i.test(name)) return bodyText(member);
  if (name === 'equals') return String(member);
  return ownNames(member);
}

/** A body that was given as an object, as text. */
export const bodyText = (member: unknown): unknown =>
  typeof member === 'object' && member !== null ? JSON.stringify(member, null, 2) : member;
