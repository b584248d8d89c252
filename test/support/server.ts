import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { AppModule } from '../../src/app.module.js';
import { createHttpServer } from '../../src/http/http-server.js';
import { Clock } from '../../src/kernel/clock.js';
import { capturedLog, type LogLine } from './captured-log.js';
import { freshDatabase } from './database.js';
import { testSettings } from './settings.js';

/** The secret of the administrator client of every server that is started here. */
export const ADMIN_SECRET = 'bootstrap-secret-of-the-test-server';

/** The whole server behind a port of its own. */
export interface TestServer {
  /** Its PUBLIC_URL too. */
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Everything that was logged, of any level. */
  readonly log: readonly LogLine[];
  /** Any provider of the server, from whichever module. */
  get<T>(type: abstract new (...args: never[]) => T): T;
  issuer(realm: string): string;
  /** Lets time pass for the server. */
  advance(seconds: number): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** By the names of the environment. */
  readonly settings?: Record<string, string>;
  /** As DATABASE_URL; by default a new database, which closing the server drops. */
  readonly databaseUrl?: string;
}

export async function startServer({ settings: env, databaseUrl }: ServerOptions = {}): Promise<TestServer> {
  const fresh = databaseUrl === undefined ? await freshDatabase() : null;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log: LogLine[] = [];
  const settings = testSettings({
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: databaseUrl ?? fresh?.url ?? '',
    BOOTSTRAP_ADMIN_CLIENT_SECRET: ADMIN_SECRET,
    ...env,
  });
  const server = await createHttpServer(AppModule.forRoot(settings), settings, capturedLog(log));
  await server.listen().catch(async (error: unknown) => {
    await server.app.close();
    throw error;
  });
  const get = <T>(type: abstract new (...args: never[]) => T): T => server.app.get(type as Type<T>, { strict: false });
  return {
    url,
    app: server.app,
    log,
    get,
    issuer: (realm) => `${url}/realms/${realm}`,
    advance: (seconds) => advance(get(Clock), seconds),
    close: async () => {
      await server.stop();
      await fresh?.drop();
    },
  };
}

/** The clock goes on from there, so that what was issued before is as old as it should be. */
function advance(clock: Clock, seconds: number): void {
  const now = clock.now.bind(clock);
  clock.now = () => now() + seconds * 1000;
}

/** For what has to be known before it listens, such as an issuer. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
