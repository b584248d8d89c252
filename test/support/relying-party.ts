import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BuiltClient } from './builders.js';
import { basic, postForm, type Answer } from './requests.js';

type Fields = Readonly<Record<string, string>>;

/** A site that users sign in to: it shows what comes back, and redeems codes. */
export class RelyingParty {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(8).toString('hex');
  readonly nonce = randomBytes(8).toString('hex');
  /** The latest answer, from the query or the form. */
  answer: Fields | null = null;

  private constructor(
    readonly redirectUri: string,
    private readonly stop: () => void,
  ) {}

  static async open(): Promise<RelyingParty> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const site = new RelyingParty(`http://127.0.0.1:${port}/callback`, () => void server.close());
    server.on('request', (request, response) => void site.receive(request, response));
    return site;
  }

  close(): void {
    this.stop();
  }

  authorizeUrl(issuer: string, client: BuiltClient, more: Fields = {}): string {
    const parameters = {
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: this.redirectUri,
      scope: 'openid profile email',
      state: this.state,
      nonce: this.nonce,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    };
    return `${issuer}/oauth/authorize?${new URLSearchParams(parameters).toString()}`;
  }

  /** Exchanges the code that came back. */
  redeem(issuer: string, client: BuiltClient): Promise<Answer> {
    const form = {
      grant_type: 'authorization_code',
      code: this.answer?.['code'] ?? '',
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
    };
    if (client.type === 'public') return postForm(`${issuer}/oauth/token`, { ...form, client_id: client.clientId });
    return postForm(`${issuer}/oauth/token`, form, basic(client));
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.redirectUri);
    if (url.pathname === '/callback') {
      const sent = request.method === 'POST' ? new URLSearchParams(await textOf(request)) : url.searchParams;
      this.answer = Object.fromEntries(sent);
    }
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><html lang="en"><title>Client</title><h1>Back at the client</h1>');
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}
