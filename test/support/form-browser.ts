import { CookieJar } from './cookie-jar.js';
import { decodeHtml, formsOf, type HtmlForm } from './html.js';

/** A page that is shown. */
export interface ShownPage {
  readonly kind: 'page';
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly forms: readonly HtmlForm[];
}

/** The browser was sent away from the server: to a client's redirect URI, which is not fetched. */
export interface Departure {
  readonly kind: 'left';
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** What a POST carries (response mode `form_post`); empty for a GET. */
  readonly form: Readonly<Record<string, string>>;
  /** Of the answer that sent it away; 200 for a page whose form did. */
  readonly status: number;
}

export type Arrival = ShownPage | Departure;

export interface Submission {
  /** The name and value of the button that is pressed; by default the first button of the form. */
  readonly button?: readonly [name: string, value: string];
  /** Which form, where a page has several; by default the first that has every field and the button. */
  readonly form?: HtmlForm;
  readonly headers?: Record<string, string>;
}

export interface Person {
  readonly username: string;
  readonly password: string;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly body?: URLSearchParams;
  readonly headers?: Record<string, string>;
}

const MAX_REDIRECTS = 10;
const MAX_PAGES = 10;

/** A browser without JavaScript: keeps cookies, follows redirects of one server and sends forms. */
export class FormBrowser {
  /** Every answer of the server, oldest first, for what tests want to know of the way. */
  readonly trail: { readonly url: string; readonly status: number; readonly headers: Headers }[] = [];

  /** @param origin of the server: whatever leads elsewhere is a departure. */
  constructor(
    private readonly origin: string,
    readonly cookies = new CookieJar(),
    private readonly language?: string,
  ) {}

  open(url: string | URL, headers: Record<string, string> = {}): Promise<Arrival> {
    return this.go(new URL(url, this.origin), { method: 'GET', headers });
  }

  post(url: string | URL, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Arrival> {
    return this.go(new URL(url, this.origin), { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  /** Fills in a form of the page and presses one of its buttons. @throws Error when there is no such form or button. */
  submit(page: ShownPage, fields: Record<string, string> = {}, submission: Submission = {}): Promise<Arrival> {
    const { button, headers } = submission;
    const form = submission.form ?? page.forms.find((candidate) => fits(candidate, Object.keys(fields), button));
    if (!form) throw new Error(`No form of ${page.url.href} takes ${Object.keys(fields).join(', ')}:\n${page.html}`);
    const pressed = button ?? implicitButton(form);
    const sent = new URLSearchParams({ ...form.fields, ...fields, ...(pressed && { [pressed[0]]: pressed[1] }) });
    const target = new URL(form.action || page.url, page.url);
    if (form.method === 'POST') return this.go(target, { method: 'POST', body: sent, headers });
    target.search = sent.toString();
    return this.go(target, { method: 'GET', headers });
  }

  /** Opens an address, signs in and agrees wherever it is asked to, until it leaves the server or is at a loss. */
  async signIn(url: string | URL, person: Person): Promise<Arrival> {
    return this.carryOn(await this.open(url), person);
  }

  /** The same from a page that is shown already. */
  async carryOn(arrival: Arrival, { username, password }: Person): Promise<Arrival> {
    let current = arrival;
    for (let step = 0; step < MAX_PAGES && current.kind === 'page'; step++) {
      const page: ShownPage = current;
      const asks = (name: string): boolean => page.forms.some(({ names }) => names.includes(name));
      if (asks('password') && !isRefusal(page)) current = await this.submit(page, { username, password });
      else if (consentForm(page)) current = await this.submit(page, {}, { button: ['decision', 'allow'] });
      else if (postedForm(page, this.origin)) current = await this.submit(page);
      else return page;
    }
    return current;
  }

  private async go(url: URL, call: Call, redirects = 0): Promise<Arrival> {
    if (redirects > MAX_REDIRECTS) throw new Error(`Too many redirects, the last one to ${url.href}.`);
    const { method, body } = call;
    if (url.origin !== this.origin) {
      return {
        kind: 'left',
        method,
        url,
        form: Object.fromEntries(body ?? []),
        status: this.trail.at(-1)?.status ?? 200,
      };
    }
    const response = await fetch(url, { method, body, headers: this.headers(call), redirect: 'manual' });
    this.cookies.take(response.headers);
    this.trail.push({ url: url.href, status: response.status, headers: response.headers });
    const location = response.headers.get('location');
    const html = await response.text();
    const refresh = refreshOf(html);
    if (refresh !== null) return this.go(new URL(refresh, url), { method: 'GET' }, redirects + 1);
    if (location === null || response.status < 300 || response.status > 399) return shown(url, response, html);
    const kept = response.status === 307 || response.status === 308;
    return this.go(new URL(location, url), kept ? call : { method: 'GET' }, redirects + 1);
  }

  private headers({ headers }: Call): Record<string, string> {
    const cookie = this.cookies.header();
    return {
      accept: 'text/html,application/xhtml+xml',
      ...(this.language && { 'accept-language': this.language }),
      ...(cookie && { cookie }),
      ...headers,
    };
  }
}

/** Where a page sends its browser on to at once, without a script. */
function refreshOf(html: string): string | null {
  const content = /<meta http-equiv="refresh" content="0; url=([^"]+)">/.exec(html)?.[1];
  return content === undefined ? null : decodeHtml(content);
}

const shown = (url: URL, { status, headers }: Response, html: string): ShownPage => ({
  kind: 'page',
  url,
  status,
  headers,
  html,
  forms: formsOf(html),
});

function fits(form: HtmlForm, names: readonly string[], button?: readonly [string, string]): boolean {
  const hasButton =
    !button || form.buttons.some(({ name, value }) => name === button[0] && (button[1] === '' || value === button[1]));
  return hasButton && names.every((name) => form.names.includes(name));
}

function implicitButton(form: HtmlForm): readonly [string, string] | undefined {
  const first = form.buttons[0];
  return first?.name ? [first.name, first.value] : undefined;
}

/** A sign-in that failed says so (`role=alert`): trying once more would say the same. */
const isRefusal = ({ html }: ShownPage): boolean => /role="?alert"?/.test(html);

const consentForm = (page: ShownPage): HtmlForm | undefined =>
  page.forms.find(({ buttons }) => buttons.some(({ name, value }) => name === 'decision' && value === 'allow'));

/** The page of response mode `form_post`: what a browser with JavaScript would send by itself. */
const postedForm = (page: ShownPage, origin: string): HtmlForm | undefined =>
  page.forms.find(({ method, action }) => method === 'POST' && new URL(action, page.url).origin !== origin);

/** The page where a browser ended up. @throws Error when it left the server. */
export function pageOf(arrival: Arrival): ShownPage {
  if (arrival.kind === 'page') return arrival;
  throw new Error(`Expected a page, but was sent to ${arrival.url.href}.`);
}

/** How a browser left the server. @throws Error with the page when it did not. */
export function departureOf(arrival: Arrival): Departure {
  if (arrival.kind === 'left') return arrival;
  throw new Error(
    `Expected to leave the server, but was shown ${arrival.url.href} (${arrival.status}):\n${arrival.html}`,
  );
}

/** The parameters of an authorization response, in whichever response mode. */
export function responseOf(arrival: Arrival): Readonly<Record<string, string>> {
  const { method, url, form } = departureOf(arrival);
  if (method === 'POST') return form;
  return Object.fromEntries(new URLSearchParams(url.hash === '' ? url.search : url.hash.slice(1)));
}
