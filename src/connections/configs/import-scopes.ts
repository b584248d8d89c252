/** The scopes that a link asks for, and what stands between them. */
export interface LinkScopes {
  readonly scopes: readonly string[];
  readonly separator: string;
}

const SPACE = /%20|\+/gi;
const COMMA = /%2c/gi;

/** Null for a value with placeholders, and for none: what it will ask for is not known. */
export function parseScopes(typed: string): LinkScopes | null {
  if (typed.includes('{{')) return null;
  const text = typed.replace(SPACE, ' ').replace(COMMA, ',');
  const separator = text.includes(',') ? ',' : ' ';
  const scopes = text
    .split(/[ ,]+/)
    .filter((scope) => scope !== '')
    .map(decoded);
  return scopes.length === 0 ? null : { scopes: [...new Set(scopes)], separator };
}

/** As it is where it has a broken escape. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
