import 'reflect-metadata';
import { CommandFactory } from 'nest-commander';
import { readFileSync } from 'node:fs';
import { CommandsModule } from './commands/commands.module.js';
import type { Composition } from './commands/composition.js';
import { knownFailure } from './commands/failure.js';
import { note } from './commands/output.js';

let serves = false;

const composition: Composition = {
  startServer: async () => {
    serves = true;
    await import('./main.js');
  },
  entities: async () => (await import('./entities.js')).ENTITIES,
};

const version = (): string =>
  (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

async function fail(error: unknown): Promise<void> {
  const { startFailure } = await import('./start-failure.js');
  note(knownFailure(error) ?? startFailure(error));
  process.exitCode = 1;
}

await CommandFactory.run(CommandsModule.forRoot(composition), {
  logger: false,
  cliName: 'realmgate',
  version: version(),
  serviceErrorHandler: fail,
  outputConfiguration: { outputError: (text, write) => write(`${text.trimEnd()}\nSee: realmgate --help\n`) },
});

// Services that failed to start keep their connections to the database, which would keep the process.
if (!serves) process.exit();
