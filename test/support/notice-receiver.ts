import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ToldNotice {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Who is told of things: answers what it is told to, or hangs, and keeps what it was sent. */
export class NoticeReceiver {
  readonly told: ToldNotice[] = [];
  /** What it answers from now on. */
  status = 204;
  /** Milliseconds that it takes. */
  takes = 0;
  private readonly held: ServerResponse[] = [];
  private hanging = false;

  private constructor(
    /** Host and port, as `EGRESS_ALLOW` names them. */
    readonly authority: string,
    readonly close: () => Promise<void>,
  ) {}

  get url(): string {
    return `http://${this.authority}/hook`;
  }

  static async open(): Promise<NoticeReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const close = async (): Promise<void> => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    };
    const receiver = new NoticeReceiver(`127.0.0.1:${(server.address() as AddressInfo).port}`, close);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.told.push({
          path: request.url ?? '',
          headers: request.headers,
          body: Buffer.concat(chunks).toString(),
        });
        receiver.answer(response);
      });
    });
    return receiver;
  }

  /** How many gave up waiting for it. */
  get leftBy(): number {
    return this.held.filter(({ destroyed }) => destroyed).length;
  }

  /** Answers nothing until it is released. */
  hang(): void {
    this.hanging = true;
  }

  /** Answers what has waited, and what comes. */
  release(): void {
    this.hanging = false;
    for (const response of this.held.splice(0)) response.writeHead(this.status).end();
  }

  private answer(response: ServerResponse): void {
    if (this.hanging) this.held.push(response);
    else setTimeout(() => response.writeHead(this.status).end(), this.takes);
  }
}
