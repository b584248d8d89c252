import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

type Handler = (call: Call, response: ServerResponse) => void;

/** An API on loopback that takes some tokens, with a token endpoint that gives new ones. */
export class UpstreamApi {
  readonly calls: Call[] = [];
  readonly refreshes: Call[] = [];
  /** The access token that is good; what the token endpoint gives is the next one. */
  good = 'upstream-1';
  handler: Handler = (_call, response) => void response.end('{"ok":true}');
  /** What the token endpoint does; gives the next token unless it is told otherwise. */
  token: Handler = (_call, response) => {
    this.good = `upstream-${Number(this.good.split('-')[1]) + 1}`;
    const answer = { access_token: this.good, refresh_token: 'refresh-2', expires_in: 3600, token_type: 'Bearer' };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  };
  /** `host:port`, as `EGRESS_ALLOW` names it. */
  authority = '';
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch(() => response.destroy());
  });

  static async open(): Promise<UpstreamApi> {
    const api = new UpstreamApi();
    api.server.listen(0, '127.0.0.1');
    await once(api.server, 'listening');
    api.authority = `127.0.0.1:${(api.server.address() as AddressInfo).port}`;
    return api;
  }

  get url(): string {
    return `http://${this.authority}`;
  }

  reset(): void {
    this.calls.length = 0;
    this.refreshes.length = 0;
    this.good = 'upstream-1';
    this.handler = (_call, response) => void response.end('{"ok":true}');
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const body = Buffer.concat((await request.toArray()) as Buffer[]);
    const call = { method, url, headers, body };
    if (url === '/token') {
      this.refreshes.push(call);
      return this.token(call, response);
    }
    this.calls.push(call);
    if (headers.authorization === `Bearer ${this.good}` || url.includes(this.good)) this.handler(call, response);
    else response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end('{"error":"expired"}');
  }
}
