import { Option, SubCommand } from 'nest-commander';
import type { RealmChanges } from '../realms/realm.types.js';
import { JsonCommand, type JsonOption } from './json.command.js';
import { Managing } from './managing.js';
import { printFields, printJson } from './output.js';
import { realmSummary } from './realm-summary.js';
import { readSecretFile } from './secret-file.js';

interface Options extends JsonOption {
  displayName?: string;
  description?: string;
  key?: string;
}

@SubCommand({
  name: 'create',
  description: 'Make a realm with its keys, scopes, roles and own client',
  arguments: '<name>',
  argsDescription: { name: 'letters, digits, _ and -, up to 50' },
})
export class RealmCreateCommand extends JsonCommand {
  constructor(private readonly managing: Managing) {
    super();
  }

  async run([name = '']: string[], { json, ...changes }: Options): Promise<void> {
    const realm = await this.managing.run(({ realms }) => realms.create(name, changes satisfies RealmChanges));
    if (json) printJson(realmSummary(realm));
    else printFields(realmSummary(realm));
  }

  @Option({ flags: '--display-name <text>', description: 'name that people read' })
  readDisplayName(text: string): string {
    return text;
  }

  @Option({ flags: '--description <text>', description: 'what it is for' })
  readDescription(text: string): string {
    return text;
  }

  @Option({
    name: 'key',
    flags: '--key-file <path>',
    description: 'first line is the realm key, - for standard input (default: DEFAULT_REALM_KEY applies)',
  })
  readKey(path: string): string {
    return readSecretFile(path);
  }
}
