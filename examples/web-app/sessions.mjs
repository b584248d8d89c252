import { randomBytes } from 'node:crypto';

const COOKIE = 'web-app-session';
const SECONDS = 8 * 3600;

/**
 * Sessions in memory, each under a random id in a cookie: enough for one process that may forget. An application that runs for
 * real keeps them in a store of its framework, and adds `Secure` to the cookie.
 */
export class Sessions {
  #sessions = new Map();

  /** What is kept for that browser; undefined when nothing is, or it is too old. */
  find(request) {
    const session = this.#sessions.get(idOf(request));
    return session && session.expiresAt > Date.now() ? session.data : undefined;
  }

  /** A session under a new id in the place of the browser's former one, so that nobody can hand somebody a session. */
  start(request, response, data) {
    this.#sessions.delete(idOf(request));
    const id = randomBytes(32).toString('base64url');
    this.#sessions.set(id, { data, expiresAt: Date.now() + SECONDS * 1000 });
    response.setHeader('set-cookie', `${COOKIE}=${id}; HttpOnly; SameSite=Lax; Path=/; Max-Age=${SECONDS}`);
  }

  end(request, response) {
    this.#sessions.delete(idOf(request));
    response.setHeader('set-cookie', `${COOKIE}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0`);
  }
}

const idOf = ({ headers }) => new RegExp(`(?:^|; )${COOKIE}=([^;]*)`).exec(headers.cookie ?? '')?.[1];
