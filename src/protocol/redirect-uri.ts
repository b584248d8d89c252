/** `http` to an address of this machine: a native app listens there on whatever port it was given (RFC 8252 section 7.3). */
const LOOPBACK = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(?=[/?]|$)(.*)$/s;

/**
 * The registered redirect URI that a request means: the same text, character by character (RFC 9700 section 4.1.3). Of a
 * loopback address alone the port may be another one; the name `localhost` is none, for it may lead elsewhere (RFC 8252
 * section 8.3).
 *
 * @returns null when none is the same.
 */
export const registeredRedirect = (registered: readonly string[], sent: string): string | null =>
  registered.find((uri) => uri === sent) ?? registered.find((uri) => sameButPort(uri, sent)) ?? null;

function sameButPort(registered: string, sent: string): boolean {
  const [, host, rest] = LOOPBACK.exec(registered) ?? [];
  const [, sentHost, sentRest] = LOOPBACK.exec(sent) ?? [];
  return host !== undefined && host === sentHost && rest === sentRest;
}

/** The redirect URI with what the answer says; its own query stays as it was registered (RFC 6749 section 3.1.2). */
export function withParameters(uri: string, parameters: Readonly<Record<string, string>>): string {
  const separator = !uri.includes('?') ? '?' : /[?&]$/.test(uri) ? '' : '&';
  return `${uri}${separator}${new URLSearchParams(parameters).toString()}`;
}
