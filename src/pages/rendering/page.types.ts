import type { FastifyRequest } from 'fastify';
import type { Browser } from '../../http/browser.js';
import type { Realm } from '../../realms/realm.types.js';

/** A form of a page: what its CSRF token is good for, and for which request. */
export interface PageForm {
  /** The deed: the same word as in the `@FormOf(purpose)` of the handler that the form is sent to. */
  readonly purpose: string;
  /** Handle of the authorization request that the page belongs to, if it belongs to one. */
  readonly handle?: string;
}

/** What a handler wants to be shown. */
export interface PageView {
  /** A file of `views/`, without its ending. Its title is the text `<view>:title` unless `title` names another. */
  readonly view: string;
  readonly title?: string;
  /** What the view reads. Views are strict: a member that may be absent is given as null. */
  readonly data?: object;
  /** What the fields of the page hold at first, by name: `values.<name>` in the view, or what was typed the time before. */
  readonly values?: Readonly<Record<string, string | null>>;
  /** More room, for lists. */
  readonly wide?: boolean;
  /** Needed by every page that has a form: `{{> form-token}}` writes its token. */
  readonly form?: PageForm;
  /** HTTP status; 200 when absent. */
  readonly status?: number;
  /** Where forms may lead to beside this server: the redirect URI of the request, whose origin or scheme is allowed. */
  readonly redirectUri?: string;
  /** Further places that a form leads on to: of a URL its origin counts, whose first label may be `*`. */
  readonly formTargets?: readonly string[];
  /** Where the browser goes on to by itself, as if somebody had followed a link; the page offers that link too. */
  readonly refresh?: string;
  /** The one script of the page, which has to be whole without it. */
  readonly script?: string;
  /** `ui_locales` of the authorization request; by default that of the page's own address. */
  readonly uiLocales?: string;
}

/** What the next page says once, at its top. */
export interface Flash {
  /** `error` is a `role=alert`, `success` a `role=status`. */
  readonly kind: 'error' | 'success';
  /** Key of a text, such as `login:failed`. */
  readonly text: string;
  /** What was typed and is shown again in those fields that the page declares in its `values`. Never a password. */
  readonly values?: Readonly<Record<string, string>>;
  /** Keys of texts that say what is amiss, by field: `faults.<name>` in the view, null where nothing is. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** The answer to every POST of a page (303, RFC 9110 section 15.4.4), and to a GET whose page is another one. */
export interface SeeOther {
  readonly seeOther: string;
  readonly flash?: Flash;
}

export type PageAnswer = PageView | SeeOther;

export const seeOther = (location: string, flash?: Flash): SeeOther => ({ seeOther: location, flash });

/** A request for a page, with the realm and the browser once `RealmGuard` and `BrowserGuard` have found them. */
export type PageRequest = FastifyRequest & { realm?: Realm; browser?: Browser };
