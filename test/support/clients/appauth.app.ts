import { jest } from '@jest/globals';
import type { AuthorizationServiceConfiguration } from '@openid/appauth';
import type { BuiltClient } from '../builders.js';
import type { SignedInUser } from './sign-in-app.js';

/** Called in the place of the desktop, to open a browser. */
let openBrowser: (url: string) => void = () => {};
// Containers have no desktop.
jest.unstable_mockModule('opener', () => ({ default: (url: string) => openBrowser(url) }));
const appauth = await import('@openid/appauth');
const { NodeBasedHandler, NodeCrypto, NodeRequestor } = await import('@openid/appauth/built/src/node_support/index.js');

/** An application on the user's own device: a public client that listens on loopback for the answer. */
export class NativeApp {
  private readonly requestor = new NodeRequestor();

  constructor(
    private readonly issuer: string,
    private readonly client: BuiltClient,
    private readonly port: number,
  ) {}

  /** @param browse leads a browser to the address and the user through the pages. */
  async signIn(browse: (url: string) => void): Promise<SignedInUser> {
    openBrowser = browse;
    const server = await appauth.AuthorizationServiceConfiguration.fetchFromIssuer(this.issuer, this.requestor);
    const { code, verifier } = await this.authorize(server);
    const grant = { grant_type: 'authorization_code', code, extras: { code_verifier: verifier } };
    const tokens = await new appauth.BaseTokenRequestHandler(this.requestor).performTokenRequest(
      server,
      new appauth.TokenRequest({ ...this.fields, ...grant }),
    );
    const headers = { authorization: `Bearer ${tokens.accessToken}` };
    return this.requestor.xhr({ url: server.userInfoEndpoint, method: 'GET', dataType: 'json', headers });
  }

  private get fields(): { client_id: string; redirect_uri: string } {
    return { client_id: this.client.clientId, redirect_uri: `http://127.0.0.1:${this.port}` };
  }

  private authorize(at: AuthorizationServiceConfiguration): Promise<{ code: string; verifier: string }> {
    const scoped = { ...this.fields, scope: 'openid profile email', response_type: 'code' };
    const request = new appauth.AuthorizationRequest(scoped, new NodeCrypto());
    const notifier = new appauth.AuthorizationNotifier();
    const handler = new NodeBasedHandler(this.port).setAuthorizationNotifier(notifier);
    return new Promise((resolve, reject) => {
      notifier.setAuthorizationListener(({ internal }, response, error) => {
        if (!response) return reject(new Error(error?.error));
        resolve({ code: response.code, verifier: internal?.['code_verifier'] ?? '' });
      });
      handler.performAuthorizationRequest(at, request);
    });
  }
}
