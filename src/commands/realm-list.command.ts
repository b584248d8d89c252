import { SubCommand } from 'nest-commander';
import { JsonCommand, type JsonOption } from './json.command.js';
import { Managing } from './managing.js';
import { printJson, printTable } from './output.js';
import { realmSummary } from './realm-summary.js';

@SubCommand({ name: 'list', description: 'List the realms, the oldest first' })
export class RealmListCommand extends JsonCommand {
  constructor(private readonly managing: Managing) {
    super();
  }

  async run(_: string[], { json }: JsonOption): Promise<void> {
    const summaries = (await this.managing.run(({ realms }) => realms.list())).map(realmSummary);
    if (json) printJson(summaries);
    else printTable(summaries);
  }
}
