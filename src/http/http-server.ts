import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { setTimeout as wait } from 'node:timers/promises';
import type { Settings } from '../config/settings.js';
import { Metrics } from '../metrics/metrics.js';
import { addCors, AllowedOrigins } from './cors.js';
import { ErrorFilter } from './error.filter.js';
import { createAdapter } from './fastify-adapter.js';
import { refuseUnlessOneHost } from './host-header.js';
import { HtmlPages } from './html-pages.js';
import type { Log } from './log.js';
import { NestLog } from './nest-log.js';
import { RequestLog } from './request-log.js';
import { addSecurityHeaders } from './security-headers.js';
import { Traffic } from './traffic.js';

/** The application behind its port. */
export class HttpServer {
  private readonly traffic = new Traffic();

  /** Takes an application that was made over `createAdapter`, without body parsers of Nest's, and not yet initialised. */
  constructor(
    readonly app: NestFastifyApplication,
    private readonly settings: Settings,
    log: Log,
    requests: RequestLog,
  ) {
    const server = app.getHttpAdapter().getInstance();
    addSecurityHeaders(server);
    this.traffic.watch(server);
    requests.addTo(server, app.get(Metrics, { strict: false }));
    server.addHook('onRequest', refuseUnlessOneHost);
    addCors(server, app.get(AllowedOrigins, { strict: false }));
    app.useGlobalFilters(new ErrorFilter(log, () => app.get(HtmlPages, { strict: false })));
  }

  /** @returns where it listens, such as `http://127.0.0.1:3000`. */
  async listen(): Promise<string> {
    await this.app.listen(this.settings.port, this.settings.host);
    return this.app.getUrl();
  }

  /** Refuses new requests, lets those under way finish for as long as the settings allow, then closes everything. */
  async stop(): Promise<void> {
    await Promise.race([
      this.traffic.drain(),
      wait(this.settings.shutdownTimeoutSeconds * 1000, undefined, { ref: false }),
    ]);
    await this.app.close();
  }
}

/** Errors of the start are thrown to the caller instead of ending the process. */
export async function createHttpServer(root: Type | DynamicModule, settings: Settings, log: Log): Promise<HttpServer> {
  const requests = new RequestLog(log);
  const app = await NestFactory.create<NestFastifyApplication>(root, createAdapter(settings, requests), {
    bodyParser: false,
    abortOnError: false,
    logger: new NestLog(log),
  });
  return new HttpServer(app, settings, log, requests);
}
