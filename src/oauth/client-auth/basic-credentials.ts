/** A client id with the secret that shall prove it. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly secret: string;
}

const SCHEME = /^basic +/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Whether an `Authorization` header speaks of Basic at all, well or badly. */
export const isBasic = (authorization: string | undefined): authorization is string =>
  authorization !== undefined && /^basic( |$)/i.test(authorization);

/**
 * The credentials that a Basic header can mean, likeliest first: form-decoded as RFC 6749 section 2.3.1 wants them and,
 * when that differs or cannot be done, as they stand, for many clients send them raw. The first colon separates
 * (RFC 7617 section 2). Empty when the header is malformed or leaves the id or the secret out.
 */
export function readBasic(authorization: string): readonly ClientCredentials[] {
  const text = decodeBase64(authorization.replace(SCHEME, ''));
  const colon = text?.indexOf(':') ?? -1;
  if (text === null || colon < 1 || colon === text.length - 1) return [];
  const raw = { clientId: text.slice(0, colon), secret: text.slice(colon + 1) };
  const decoded = formDecode(raw);
  if (decoded === null) return [raw];
  return decoded.clientId === raw.clientId && decoded.secret === raw.secret ? [raw] : [decoded, raw];
}

/** Null unless it is canonical base64 (RFC 4648 section 4) of UTF-8. */
function decodeBase64(encoded: string): string | null {
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) return null;
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function formDecode({ clientId, secret }: ClientCredentials): ClientCredentials | null {
  try {
    return { clientId: formDecodeText(clientId), secret: formDecodeText(secret) };
  } catch {
    return null;
  }
}

const formDecodeText = (text: string): string =>
  /[%+]/.test(text) ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
