import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';

const PACKAGE = dirname(dirname(dirname(createRequire(import.meta.url).resolve('oidc-client-ts'))));
const LIBRARY = readFileSync(join(PACKAGE, 'dist/browser/oidc-client-ts.min.js'), 'utf8');

/** What the page does; `settings` comes before it. */
const PROGRAM = `
  const manager = new oidc.UserManager({ ...settings, loadUserInfo: true, automaticSilentRenew: false });
  const show = (title, value) => {
    document.querySelector('h1').textContent = title;
    document.querySelector('pre').textContent = JSON.stringify(value);
  };
  const fail = (error) => show('Failed', error.message);
  document.getElementById('in').onclick = () => manager.signinRedirect().catch(fail);
  document.getElementById('renew').onclick = () =>
    manager.signinSilent().then((user) => show('Renewed', user.profile)).catch(fail);
  document.getElementById('out').onclick = () => manager.signoutRedirect().catch(fail);
  if (location.pathname === '/callback')
    manager.signinCallback().then((user) => show('Signed in', user.profile)).catch(fail);
  else if (location.pathname === '/signed-out') manager.signoutCallback().then(() => show('Signed out')).catch(fail);
`;

const page = (settings: object): string => `<!doctype html><html lang="en"><title>Application</title>
<h1>Application</h1><pre></pre>
<button id="in">Sign in</button><button id="renew">Renew</button><button id="out">Sign out</button>
<script src="/oidc-client-ts.js"></script>
<script>const settings = ${JSON.stringify(settings)};${PROGRAM}</script></html>`;

/** Static files of an application without a server side. */
export class SinglePageApp {
  private html = '';

  private constructor(
    readonly origin: string,
    readonly close: () => void,
  ) {}

  static async open(): Promise<SinglePageApp> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const app = new SinglePageApp(`http://127.0.0.1:${port}`, () => void server.close());
    server.on('request', ({ url }, response) => {
      const isLibrary = url === '/oidc-client-ts.js';
      response.writeHead(200, { 'content-type': isLibrary ? 'text/javascript' : 'text/html; charset=utf-8' });
      response.end(isLibrary ? LIBRARY : app.html);
    });
    return app;
  }

  get redirectUri(): string {
    return `${this.origin}/callback`;
  }

  get signedOutUri(): string {
    return `${this.origin}/signed-out`;
  }

  configure(authority: string, clientId: string, scope: string): void {
    const redirects = { redirect_uri: this.redirectUri, post_logout_redirect_uri: this.signedOutUri };
    this.html = page({ authority, client_id: clientId, scope, ...redirects });
  }
}
