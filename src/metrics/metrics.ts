import { Injectable, type OnModuleInit } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128];

interface RequestSeries {
  readonly count: { inc(): void };
  readonly seconds: { observe(value: number): void };
}

/**
 * What `GET /metrics` shows. Labels take values from the code alone (routes as patterns, grant types, names of batches),
 * never from a request: nobody can make the number of series grow, and none holds a secret.
 */
@Injectable()
export class Metrics implements OnModuleInit {
  private readonly registry = new Registry();
  private readonly requests = this.counter('realmgate_http_requests_total', 'Requests answered.', [
    'method',
    'route',
    'status',
  ]);
  private readonly requestSeconds = this.histogram(
    'realmgate_http_request_seconds',
    'Time to answer a request.',
    SECONDS,
    ['method', 'route'],
  );
  private readonly tokens = this.counter('realmgate_tokens_issued_total', 'Token responses issued.', ['grant_type']);
  private readonly batches = this.histogram('realmgate_batch_size', 'Requests that shared one statement.', SIZES, [
    'batch',
  ]);
  /** Looking a series up by its labels costs more than counting in it. */
  private readonly series = new Map<string, RequestSeries>();

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param route its pattern (`/realms/:realm/jwks`), never the path that was asked for. */
  request(method: string, route: string, status: number, seconds: number): void {
    const name = `${method} ${status} ${route}`;
    let series = this.series.get(name);
    if (!series) {
      series = {
        count: this.requests.labels(method, route, String(status)),
        seconds: this.requestSeconds.labels(method, route),
      };
      this.series.set(name, series);
    }
    series.count.inc();
    series.seconds.observe(seconds);
  }

  tokenIssued(grantType: string): void {
    this.tokens.inc({ grant_type: grantType });
  }

  /** @param batch the name of what was batched, from the code. */
  batch(batch: string, size: number): void {
    this.batches.observe({ batch }, size);
  }

  /** Shows numbers by their state, read whenever the metrics are. */
  states(name: string, help: string, read: () => Readonly<Record<string, number>>): void {
    new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers: [this.registry],
      collect() {
        for (const [state, count] of Object.entries(read())) this.set({ state }, count);
      },
    });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  /** The text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private counter<T extends string>(name: string, help: string, labelNames: T[]): Counter<T> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<T extends string>(name: string, help: string, buckets: number[], labelNames: T[]): Histogram<T> {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }
}
