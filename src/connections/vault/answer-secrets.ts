import type { Paths } from '../configs/config.types.js';
import { applyFilter, FILTER_NAMES } from '../templates/filters.js';
import { textAt } from './answer-values.js';
import { namedTokens } from './named-tokens.js';

/** Tokens that are known beside those of an answer. */
export interface KnownTokens {
  readonly accessToken: string | null;
  readonly refreshToken: string | null;
}

/** Characters. A shorter token is part of too many harmless words; it is only compared as a whole. */
const LEAST_PART = 8;

/**
 * The tokens that an answer holds, wherever the paths of its config lead: whoever writes those may not read tokens by
 * them, and nobody ever sees a refresh token.
 */
export class AnswerSecrets {
  private readonly access: ReadonlySet<string>;
  private readonly refresh: ReadonlySet<string>;
  private readonly forms: readonly string[];

  /**
   * @param held what the request may have said, and the answer may say again
   * @param others documents beside the answer that are read by paths
   */
  constructor(
    paths: Paths,
    document: unknown,
    private readonly held: KnownTokens = { accessToken: null, refreshToken: null },
    others: readonly unknown[] = [],
  ) {
    const named = namedTokens([document, ...others]);
    this.access = present(named.access);
    this.refresh = present([textAt(paths.refreshToken, document), ...named.refresh, held.refreshToken]);
    const all = present([textAt(paths.accessToken, document), held.accessToken, ...this.access, ...this.refresh]);
    this.forms = [...all].flatMap(formsOf);
  }

  /** A text that may be stored unsealed and shown; null for one that holds a token. */
  shown(text: string | null): string | null {
    if (text === null) return null;
    const lower = text.toLowerCase();
    const isToken = this.forms.some((form) => lower === form || (form.length >= LEAST_PART && lower.includes(form)));
    return isToken ? null : text;
  }

  /**
   * Whether it is one, or holds one, that the answer nowhere calls an access token: one token may serve as both. What was
   * sent as a refresh token alone stays one, whatever an echo calls it.
   */
  isRefreshToken(token: string): boolean {
    const { accessToken, refreshToken } = this.held;
    if (token === refreshToken) return token !== accessToken;
    if (this.access.has(token)) return false;
    return [...this.refresh].some((one) => token === one || (one.length >= LEAST_PART && token.includes(one)));
  }
}

const present = (texts: readonly (string | null)[]): Set<string> =>
  new Set(texts.filter((text): text is string => text !== null && text !== ''));

/** A template may have sent a token in any of these, and case does not hide one. */
const formsOf = (token: string): string[] =>
  [token, ...FILTER_NAMES.map((filter) => applyFilter(filter, token))].map((form) => form.toLowerCase());
