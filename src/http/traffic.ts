import type { FastifyInstance } from 'fastify';
import { DomainError } from '../kernel/domain-error.js';

const RETRY_SECONDS = 1;

/** The requests under way, so that the server can stop without cutting any off. */
export class Traffic {
  private underWay = 0;
  private stopping = false;
  private onEmpty?: () => void;

  /** Must be added before every hook that asks the database: what it refuses goes no further. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (_request, reply, done) => {
      this.underWay += 1;
      // Comes once for every response, also when the caller went away before it had one.
      reply.raw.once('close', () => this.left());
      if (!this.stopping) return done();
      reply.header('connection', 'close');
      done(new DomainError('unavailable', 'The server is stopping.', { retryAfter: RETRY_SECONDS }));
    });
  }

  private left(): void {
    this.underWay -= 1;
    if (this.underWay === 0) this.onEmpty?.();
  }

  /** Refuses new requests from now on; resolves when those under way are answered. */
  drain(): Promise<void> {
    this.stopping = true;
    if (this.underWay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.onEmpty = resolve;
    });
  }
}
