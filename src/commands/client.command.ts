import { Command, CommandRunner } from 'nest-commander';
import { ClientCreateCommand } from './client-create.command.js';

@Command({ name: 'client', description: 'Make clients', subCommands: [ClientCreateCommand] })
export class ClientCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
