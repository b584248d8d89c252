import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { FormBrowser, type Arrival } from '../form-browser.js';
import { basic, postForm, request } from '../requests.js';
import { freePort } from '../server.js';
import type { ProviderClient } from './suite-endpoints.js';

const PROGRAM = join(process.cwd(), 'test', 'support', 'providers', 'oidc-provider-process.mjs');
const CLIENT = { clientId: 'app-at-oidc-provider', secret: 'secret-of-the-app-at-oidc-provider' };
const ACCOUNT = 'ada-of-oidc-provider';

/** The package `oidc-provider` in a process of its own. Its client proves itself by Basic; its user agrees at once. */
export class OidcProvider {
  static readonly client: ProviderClient = CLIENT;
  readonly accountId = ACCOUNT;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param redirectUris the callbacks of those who connect: they cannot be changed later, so the port may be known before. */
  static async open(redirectUris: readonly string[], port?: number): Promise<OidcProvider> {
    const url = `http://127.0.0.1:${port ?? (await freePort())}`;
    const settings = { url, ...CLIENT, redirectUris, accountId: ACCOUNT };
    // It complains of versions of Node that this server still runs on.
    const child = fork(PROGRAM, [JSON.stringify(settings)], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const started = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (started[0] !== 'ready') throw new Error(`oidc-provider ended with ${String(started[0])}.`);
    // A test that fails before it closes this holds up nobody.
    child.unref();
    child.channel?.unref();
    return new OidcProvider(child, url);
  }

  get authority(): string {
    return new URL(this.url).host;
  }

  readonly paths = {
    authorize: '/auth',
    token: '/token',
    revoke: '/token/revocation',
    introspect: '/token/introspection',
    account: '/me',
  } as const;

  endpoint(name: keyof OidcProvider['paths']): string {
    return this.url + this.paths[name];
  }

  /** Follows the user through the provider. Gives where the browser is sent then. */
  signIn(url: string | URL): Promise<Arrival> {
    return new FormBrowser(this.url).open(url);
  }

  async isActive(token: string): Promise<boolean> {
    return (await postForm(this.endpoint('introspect'), { token }, basic(CLIENT))).body['active'] === true;
  }

  /** Ends an access token, and with it nothing else. */
  async endAccess(token: string): Promise<void> {
    await request(`${this.url}/end-access?token=${encodeURIComponent(token)}`);
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
