/** `scope-token` of RFC 6749 section 3.3. */
const SCOPE_TOKEN = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

export const isScopeToken = (text: string): boolean => SCOPE_TOKEN.test(text);

/** The distinct scope tokens of a `scope` parameter, in their order; null when it breaks the syntax of RFC 6749 section 3.3. */
export function parseScope(text: string): string[] | null {
  const tokens = text.split(' ').filter((token) => token !== '');
  return tokens.every(isScopeToken) ? [...new Set(tokens)] : null;
}

/** The wire form; undefined for no scope, so that the member is left out. */
export const formatScope = (scope: readonly string[]): string | undefined =>
  scope.length === 0 ? undefined : scope.join(' ');

export const isSubset = (part: readonly string[], whole: readonly string[]): boolean =>
  part.every((token) => whole.includes(token));
