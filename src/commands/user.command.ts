import { Command, CommandRunner } from 'nest-commander';
import { UserCreateCommand } from './user-create.command.js';

@Command({ name: 'user', description: 'Make users', subCommands: [UserCreateCommand] })
export class UserCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
