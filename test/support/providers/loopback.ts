import { once } from 'node:events';
import fastify, { type FastifyInstance } from 'fastify';
import type { Endpoint, ProviderCall } from './provider-call.js';
import { answerWith, type Fault, type ProviderAnswer } from './provider-answer.js';

interface Planned {
  readonly endpoint: Endpoint;
  readonly fault: Fault;
  left: number;
}

type Work = (call: ProviderCall) => ProviderAnswer;

/** Endpoints on loopback that count who calls them, and fail as they are told. */
export class Loopback {
  readonly calls: ProviderCall[] = [];
  private readonly app: FastifyInstance;
  private planned: Planned[] = [];
  private port = 0;

  constructor() {
    this.app = fastify({ forceCloseConnections: true });
    this.app.removeAllContentTypeParsers();
    this.app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  }

  /** `host:port`, as `EGRESS_ALLOW` names it. */
  get authority(): string {
    return `127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `http://${this.authority}`;
  }

  serve(methods: readonly string[], path: string, endpoint: Endpoint, work: Work): void {
    this.app.route({
      method: [...methods],
      url: path,
      handler: async (request, reply) => {
        const { method, url, headers } = request;
        const call = { endpoint, method, url, headers, body: (request.body as Buffer | undefined) ?? Buffer.alloc(0) };
        this.calls.push(call);
        await answerWith(reply, this.nextFault(endpoint), () => work(call));
        return reply;
      },
    });
  }

  async listen(): Promise<void> {
    await this.app.listen({ host: '127.0.0.1', port: 0 });
    const address = this.app.server.address();
    if (address === null || typeof address === 'string') throw new Error('It does not listen at a port.');
    this.port = address.port;
  }

  /** What the next calls of an endpoint meet, after what was planned before. */
  fail(endpoint: Endpoint, fault: Fault, times = 1): void {
    this.planned.push({ endpoint, fault, left: times });
  }

  recover(): void {
    this.planned = [];
  }

  callsOf(endpoint: Endpoint): ProviderCall[] {
    return this.calls.filter((call) => call.endpoint === endpoint);
  }

  async close(): Promise<void> {
    const closed = once(this.app.server, 'close');
    this.app.server.closeAllConnections();
    await this.app.close();
    await closed;
  }

  private nextFault(endpoint: Endpoint): Fault | undefined {
    const next = this.planned.find((planned) => planned.endpoint === endpoint && planned.left > 0);
    if (next) next.left -= 1;
    return next?.fault;
  }
}
