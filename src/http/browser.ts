/** The browser that a request comes from, as far as its cookies tell. */
export interface Browser {
  /** 256 random bits that this browser alone holds: what is begun in it is finished in it. Stored as a hash at most. */
  readonly id: string;
  /** What its cookie for the sessions of the realm says, whether that is worth anything or not. */
  readonly sessionValue: string | null;
  /** Whether it came without an id, and was given one just now. */
  readonly isNew: boolean;
}

/** The prefix has browsers refuse such a cookie unless it is Secure, for the whole host and for no other (RFC 6265bis). */
export const BROWSER_COOKIE = '__Host-rgb';

/** Sessions of one realm are nothing to another one. Realm names are of characters that a cookie may be named with. */
export const sessionCookie = (realmName: string): string => `__Host-rgs-${realmName}`;

/** Sent along when another site leads here by a link or a redirect, and not when it posts or embeds. */
const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Lax';

/** A cookie until the browser is closed; every value written here is base64url with a prefix. */
export const writtenCookie = (name: string, value: string): string => `${name}=${value}; ${ATTRIBUTES}`;
export const droppedCookie = (name: string): string => `${name}=; Max-Age=0; ${ATTRIBUTES}`;

/** The value of a cookie; null for an absent one, and for one that came twice: nobody could tell which one counts. */
export function readCookie(header: string | undefined, name: string): string | null {
  const prefix = `${name}=`;
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(prefix));
  return values.length === 1 ? values[0]!.slice(prefix.length) : null;
}
