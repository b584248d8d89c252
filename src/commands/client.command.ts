import { Command, CommandRunner } from 'nest-commander';
import { ClientCreateCommand } from './client-create.command.js';
import { ClientRegistrationTokenCommand } from './client-registration-token.command.js';

@Command({
  name: 'client',
  description: 'Make clients, and let others make them',
  subCommands: [ClientCreateCommand, ClientRegistrationTokenCommand],
})
export class ClientCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
