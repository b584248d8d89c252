import type { EgressResponse } from '../../egress/egress.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { AnswerError, readAnswer } from '../templates/answers.js';
import { compilePath } from '../templates/json-path.js';
import { AnswerSecrets, type KnownTokens } from './answer-secrets.js';
import { textAt } from './answer-values.js';
import { expiresAtOf, refreshExpiresAtOf } from './expiry.rules.js';
import { ProviderError, type ProviderFailure } from './provider.types.js';
import type { TokenSet } from './token.types.js';

/** The client as a whole is refused: no connection is to blame. Some stand for what providers call them. */
const CLIENT_ERRORS: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'unsupported_grant_type',
  'incorrect_client_credentials',
]);
const DEAD_GRANT = 'invalid_grant';
const SAFE_CODE = /^[A-Za-z0-9_.:-]{1,64}$/;
const LONGEST_RETRY = 60 * 60 * 1000;
const DEFAULT_TYPE = 'Bearer';

/** What the request for tokens was made with. */
export interface AskedWith {
  /** What the callback brought. */
  readonly callback?: unknown;
  /** Of the grant that is renewed. */
  readonly held?: KnownTokens;
}

/**
 * The document of an answer that is a success by the config's own tests: some providers fail with 200.
 *
 * @param held what an answer may echo and no error code may repeat
 * @throws ProviderError
 */
export function documentOf(config: ConnectionConfig, answer: EgressResponse, now: number, held?: KnownTokens): unknown {
  const more = { status: answer.status, retryAfterMs: retryAfter(answer, now) };
  const document = parsed(answer, more);
  const error = textAt(config.paths.error, document);
  if (error !== null && error !== '') {
    const code = new AnswerSecrets(config.paths, document, held).shown(error) ?? '';
    throw new ProviderError(failureOf(config, error), safe(code), more);
  }
  if (answer.status < 200 || answer.status > 299) throw new ProviderError('transient', `http_${answer.status}`, more);
  const { successWhen } = config;
  if (successWhen && textAt(successWhen.path, document) !== successWhen.equals) {
    throw new ProviderError('transient', 'not_successful', more);
  }
  return document;
}

/**
 * Tokens, read by the paths of the config. Whatever is kept unsealed beside them is left out where it holds one.
 *
 * @param now before the request was made: no token is taken to live longer than it does
 * @throws ProviderError
 */
export function tokensIn(
  config: ConnectionConfig,
  answer: EgressResponse,
  now: number,
  { callback, held }: AskedWith = {},
): TokenSet {
  const document = documentOf(config, answer, now, held);
  const { paths } = config;
  const secrets = new AnswerSecrets(paths, document, held, [callback]);
  const shownAt = (path: string | null): string | null => secrets.shown(textAt(path, document));
  const accessToken = textAt(paths.accessToken, document);
  if (accessToken === null || accessToken === '') {
    throw new ProviderError('unusable', 'token_missing', { status: answer.status });
  }
  if (secrets.isRefreshToken(accessToken)) {
    throw new ProviderError('unusable', 'token_response_unreadable', { status: answer.status });
  }
  const told = { expiresIn: shownAt(paths.expiresIn), expiresAt: shownAt(paths.expiresAt) };
  return {
    accessToken,
    refreshToken: textAt(paths.refreshToken, document) || null,
    expiresAt: expiresAtOf(config.expiry, told, accessToken, now),
    refreshExpiresAt: refreshExpiresAtOf(shownAt(paths.refreshExpiresIn), now),
    scopes: scopesAt(paths.scope, document, secrets),
    tokenType: typeOf(shownAt(paths.tokenType)),
    meta: metaOf(config, [document, callback], secrets),
    accountId: null,
    accountLabel: null,
    raw: answer.body.toString(),
  };
}

function parsed(answer: EgressResponse, more: ProviderError['more']): unknown {
  try {
    return readAnswer(answer.headers['content-type'] ?? null, answer.body.toString());
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    const isSuccess = answer.status >= 200 && answer.status < 300;
    if (isSuccess) throw new ProviderError('unusable', 'token_response_unreadable', more);
    throw new ProviderError('transient', `http_${answer.status}`, more);
  }
}

function failureOf({ terminalErrors }: ConnectionConfig, error: string): ProviderFailure {
  if (error === DEAD_GRANT || terminalErrors.includes(error)) return 'terminal';
  return CLIENT_ERRORS.has(error) ? 'config' : 'transient';
}

/** What a provider says is shown to people: nothing but a code ever is. */
const safe = (error: string): string => (SAFE_CODE.test(error) ? error : 'unknown_error');

/** Seconds, or a date (RFC 9110 section 10.2.3). */
function retryAfter({ headers }: EgressResponse, now: number): number | null {
  const text = headers['retry-after'];
  if (text === undefined) return null;
  const span = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(span) && span > 0 ? Math.min(span, LONGEST_RETRY) : null;
}

function scopesAt(path: string | null, document: unknown, secrets: AnswerSecrets): string[] | null {
  if (path === null || typeof document !== 'object' || document === null) return null;
  const value = compilePath(path).pick(document);
  const named = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/[\s,]+/) : null;
  if (named === null || secrets.shown(String(value)) === null) return null;
  return named.filter((scope) => scope !== '' && secrets.shown(scope) !== null);
}

/** Providers write `bearer`, `BEARER`, or something of their own; APIs want the word of RFC 6750. */
const typeOf = (told: string | null): string =>
  told === null || /^bearer$/i.test(told) || !/^[A-Za-z0-9_-]{1,32}$/.test(told) ? DEFAULT_TYPE : told;

function metaOf(
  { metaMap }: ConnectionConfig,
  documents: readonly unknown[],
  secrets: AnswerSecrets,
): Record<string, string> {
  const found = Object.entries(metaMap).flatMap(([name, path]) => {
    const value = documents.map((document) => textAt(path, document)).find((text) => text !== null);
    const shown = secrets.shown(value ?? null);
    return shown === null ? [] : [[name, shown] as const];
  });
  return Object.fromEntries(found);
}
