import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a client was told. */
export interface Notice {
  readonly method: string;
  readonly contentType: string;
  readonly form: Readonly<Record<string, string>>;
}

/** Where a client is told of sessions that have ended (Back-Channel Logout section 2.5). */
export class LogoutListener {
  readonly notices: Notice[] = [];
  /** What it answers from now on. */
  status = 200;
  /** Holds answers back until it resolves. */
  pause: Promise<void> = Promise.resolve();
  private readonly held = new Set<ServerResponse>();

  private constructor(
    /** Host and port, as `EGRESS_ALLOW` names them. */
    readonly authority: string,
    readonly close: () => void,
  ) {}

  get uri(): string {
    return `http://${this.authority}/backchannel`;
  }

  static async open(): Promise<LogoutListener> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const close = (): void => {
      server.close();
      server.closeAllConnections();
    };
    const listener = new LogoutListener(`127.0.0.1:${port}`, close);
    server.on('request', (request, response) => void listener.receive(request, response));
    return listener;
  }

  /** How many wait for its answer. */
  get awaitedBy(): number {
    return [...this.held].filter(({ destroyed }) => !destroyed).length;
  }

  /** The latest logout token. */
  get token(): string {
    return this.notices.at(-1)?.form['logout_token'] ?? '';
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const piece of request) body += String(piece);
    const form = Object.fromEntries(new URLSearchParams(body));
    this.notices.push({ method: request.method ?? '', contentType: request.headers['content-type'] ?? '', form });
    this.held.add(response);
    await this.pause;
    this.held.delete(response);
    response.writeHead(this.status).end();
  }
}
