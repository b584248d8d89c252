/** Texts that documents give under the name of a token. */
export interface NamedTokens {
  readonly access: readonly string[];
  readonly refresh: readonly string[];
}

/** Of a member's name, the letters alone: `refresh_token`, `refreshToken`, `x-refresh-token`; some say no more than `refresh`. */
const ACCESS = /accesstoken$/;
const REFRESH = /^refresh$|refreshtoken(?:value|string|jwt)?$/;
/** A text that is itself a document, or a form, and names a refresh token. */
const HOLDS_REFRESH = /refresh[^a-z]{0,4}token["'\\\s]*[:=]/i;

type Kind = 'access' | 'refresh' | null;

/** At whatever depth: some providers nest tokens below the user or the team that they are of. */
export function namedTokens(documents: readonly unknown[]): NamedTokens {
  const found = { access: [] as string[], refresh: [] as string[] };
  const waiting: [value: unknown, kind: Kind][] = documents.map((document) => [document, null]);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, kind] = next;
    if (typeof value === 'object' && value !== null)
      for (const [name, member] of Object.entries(value)) waiting.push([member, kindOf(name) ?? kind]);
    else if (typeof value === 'string' && HOLDS_REFRESH.test(value)) found.refresh.push(value);
    else if (kind && (typeof value === 'string' || typeof value === 'number')) found[kind].push(String(value));
  }
  return found;
}

function kindOf(name: string): Kind {
  const letters = name.replace(/[^a-z]/gi, '').toLowerCase();
  if (REFRESH.test(letters)) return 'refresh';
  return ACCESS.test(letters) ? 'access' : null;
}
