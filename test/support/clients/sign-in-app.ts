import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BuiltClient } from '../builders.js';

/** What an application has been told of its user. */
export interface SignedInUser {
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
}

/**
 * An application around a client library: it sends the browser from `/` to the server and learns at `/callback` who came
 * back; null where the library has answered the browser itself.
 */
export type Application = (
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<SignedInUser | URL | null>;

/** Makes the application for one client of the server. */
export type ApplicationMaker = (issuer: string, client: BuiltClient, redirectUri: string) => Promise<Application>;

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
const page = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><title>Application</title><h1>${title}</h1><pre>${escaped(text)}</pre>`;

/** Runs an application behind a port of its own. */
export class SignInApp {
  /** Which application is there; changed by the test. */
  application: Application | null = null;

  private constructor(
    readonly origin: string,
    readonly close: () => void,
  ) {}

  static async open(): Promise<SignInApp> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const app = new SignInApp(`http://127.0.0.1:${port}`, () => void server.close());
    server.on('request', (request, response) => void app.answer(request, response));
    return app;
  }

  get redirectUri(): string {
    return `${this.origin}/callback`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (!this.application || !['/', '/callback'].includes(url.pathname)) return void response.writeHead(404).end();
    try {
      const result = await this.application(url, request, response);
      if (result instanceof URL) response.writeHead(302, { location: result.href }).end();
      else if (result) show(response, 'Signed in', JSON.stringify(result));
    } catch (error) {
      show(response, 'Not signed in', String(error));
    }
  }
}

const show = (response: ServerResponse, title: string, text: string): void => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(title, text));
};
