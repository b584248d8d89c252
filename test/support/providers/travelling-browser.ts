import { FormBrowser, type Arrival, type Person, type ShownPage, type Submission } from '../form-browser.js';

const MAX_HOPS = 20;

/** A browser at several servers, with the cookies of each: it follows redirects and posted forms between them. */
export class TravellingBrowser {
  private readonly tabs = new Map<string, FormBrowser>();

  /** @param urls of servers that are visited; whatever leads elsewhere is a departure. */
  constructor(...urls: readonly string[]) {
    for (const url of urls) this.tabs.set(new URL(url).origin, new FormBrowser(new URL(url).origin));
  }

  /** What it is at one of the servers: its cookies and its trail. */
  at(url: string | URL): FormBrowser {
    const tab = this.tabs.get(new URL(url).origin);
    if (!tab) throw new Error(`Nobody goes to ${String(url)}.`);
    return tab;
  }

  async open(url: string | URL): Promise<Arrival> {
    return this.follow(await this.at(url).open(url));
  }

  async submit(page: ShownPage, fields: Record<string, string> = {}, submission: Submission = {}): Promise<Arrival> {
    return this.follow(await this.at(page.url).submit(page, fields, submission));
  }

  /** Signs in and agrees wherever the page's own server asks, and goes on from there. */
  async signIn(page: ShownPage, person: Person): Promise<Arrival> {
    return this.follow(await this.at(page.url).carryOn(page, person));
  }

  private async follow(arrival: Arrival): Promise<Arrival> {
    let current = arrival;
    for (let hop = 0; current.kind === 'left'; hop++) {
      const { url, method, form } = current;
      const tab = this.tabs.get(url.origin);
      if (!tab) return current;
      if (hop > MAX_HOPS) throw new Error(`Sent to and fro, at last to ${url.href}.`);
      // Cookies with SameSite=Lax, which all are here, do not go along with a POST from elsewhere.
      current = method === 'POST' ? await tab.post(url, form, { cookie: '' }) : await tab.open(url);
    }
    return current;
  }
}
