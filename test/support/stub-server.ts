import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on loopback in the place of one that clients run: its paths, and who has asked. */
export interface StubServer {
  /** `host:port`, as `EGRESS_ALLOW` names it. */
  readonly authority: string;
  readonly url: string;
  /** Connections, from whomever. */
  readonly connections: number;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** Answers a path: JSON for an object, else as it stands. */
  serve(path: string, answer: object | Buffer | string | ((response: ServerResponse) => void)): string;
  close(): Promise<void>;
}

type Answer = Parameters<StubServer['serve']>[1];

export async function startStub(): Promise<StubServer> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => answerTo(request, response, answers, asked));
  server.on('connection', () => connections++).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${authority}`;
  return {
    authority,
    url,
    asked,
    get connections() {
      return connections;
    },
    serve: (path, answer) => {
      answers.set(path, answer);
      return `${url}${path}`;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function answerTo(
  { url = '' }: IncomingMessage,
  response: ServerResponse,
  answers: ReadonlyMap<string, Answer>,
  asked: string[],
): void {
  asked.push(url);
  const answer = answers.get(url);
  if (answer === undefined) response.writeHead(404).end();
  else if (typeof answer === 'function') answer(response);
  else if (typeof answer === 'string' || Buffer.isBuffer(answer)) response.end(answer);
  else response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}
