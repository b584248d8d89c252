import { Command, CommandRunner } from 'nest-commander';
import { RealmCreateCommand } from './realm-create.command.js';
import { RealmListCommand } from './realm-list.command.js';

@Command({ name: 'realm', description: 'Make and list realms', subCommands: [RealmCreateCommand, RealmListCommand] })
export class RealmCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
