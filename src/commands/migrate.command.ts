import { Command } from 'nest-commander';
import { Composition } from './composition.js';
import { JsonCommand, type JsonOption } from './json.command.js';
import { print, printJson } from './output.js';

@Command({
  name: 'migrate',
  description: 'Bring the tables of the database up to date, as every start of the server does',
})
export class MigrateCommand extends JsonCommand {
  constructor(private readonly composition: Composition) {
    super();
  }

  async run(_: string[], { json }: JsonOption): Promise<void> {
    const { withDatabase } = await import('./plain-database.js');
    const { migrate } = await import('../database/migrate.js');
    const { SystemClock } = await import('../kernel/clock.js');
    const { SystemRandom } = await import('../kernel/random.js');
    const done = await withDatabase(await this.composition.entities(), (database) =>
      migrate(database, new SystemClock(), new SystemRandom()),
    );
    if (json) return printJson({ migrations: done });
    if (done.length === 0) return print('The tables are up to date.');
    for (const name of done) print(`Done: ${name}`);
  }
}
