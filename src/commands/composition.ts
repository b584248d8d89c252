import type { EntityClass } from '../database/open-database.js';

/** What lies above the commands: `cli.ts` hands it in. Each part is loaded when a command needs it, so that `--help` is quick. */
export abstract class Composition {
  /** Starts the server in this process; it runs until a signal ends it. */
  abstract startServer(): Promise<void>;

  abstract entities(): Promise<readonly EntityClass[]>;
}
