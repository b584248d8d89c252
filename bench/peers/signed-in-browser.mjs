/* global fetch */
import { URLSearchParams } from 'node:url';

const MAX_STEPS = 8;

/** As much of a browser as it takes to sign in once and to fetch codes from then on. */
export class SignedInBrowser {
  #cookies = new Map();
  #person;

  /** @param {{ username: string, password: string }} person */
  constructor(person) {
    this.#person = person;
  }

  /**
   * Opens an authorization request, through the login and the consent where they come up.
   *
   * @param {string} url
   * @returns {Promise<string>} the code of the answer
   */
  async code(url) {
    let answer = await this.#send(url);
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const location = answer.headers.get('location');
      if (location === null) {
        answer = await this.#submit(answer);
        continue;
      }
      const next = new URL(location, answer.url);
      if (next.searchParams.has('code')) return next.searchParams.get('code');
      answer = await this.#send(next.href);
    }
    throw new Error(`No code came of ${url}; the last answer was ${answer.status} from ${answer.url}.`);
  }

  async #submit(page) {
    const html = await page.text();
    const fields = Object.fromEntries(
      [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    const answers = /name="password"/.test(html) ? this.#person : { decision: 'allow' };
    return this.#send(page.url, new URLSearchParams({ ...fields, ...answers }));
  }

  async #send(url, body) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const method = body ? 'POST' : 'GET';
    const response = await fetch(url, { method, body, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    return response;
  }
}
