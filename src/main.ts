import { setUpDocs } from './admin/openapi.js';
import { AppModule } from './app.module.js';
import { loadSettings } from './config/load-settings.js';
import { describeError } from './http/error-description.js';
import { createHttpServer, type HttpServer } from './http/http-server.js';
import { createLog, type Log } from './http/log.js';
import { StartUpNotice } from './provisioning/start-up-notice.service.js';
import { startFailure } from './start-failure.js';

/** Milliseconds beyond SHUTDOWN_TIMEOUT_SECONDS for closing the database; with it the process is gone within ten seconds. */
const CLOSING = 900;

async function main(): Promise<void> {
  // The database file and the master key are for the server's own user alone.
  process.umask(0o077);
  const settings = loadSettings();
  const log = createLog(settings.logLevel);
  process.on('exit', () => log.flush());
  endOnUnhandledErrors(log);
  for (const warning of settings.warnings) log.warn({}, warning);
  const server = await createHttpServer(AppModule.forRoot(settings), settings, log);
  setUpDocs(server.app, settings);
  stopOnSignals(server, log, settings.shutdownTimeoutSeconds * 1000 + CLOSING);
  const address = await server.listen();
  log.info({ address, publicUrl: settings.publicUrl }, 'The server listens');
  const notice = server.app.get(StartUpNotice, { strict: false });
  for (const warning of await notice.warnings()) log.warn({}, warning);
  await notice.print((text) => process.stdout.write(text));
}

/** What nobody caught leaves the process in a state that nobody knows. */
function endOnUnhandledErrors(log: Log): void {
  const end = (error: unknown): never => {
    log.fatal({ error: describeError(error) }, 'An error that nobody caught ends the server');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

function stopOnSignals(server: HttpServer, log: Log, deadline: number): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'The server stops');
    setTimeout(() => process.exit(1), deadline).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error: describeError(error) }, 'The server did not stop in order');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal));
}

main().catch((error: unknown) => {
  process.stderr.write(`${startFailure(error)}\n`);
  process.exit(1);
});
