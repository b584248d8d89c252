import { Command, CommandRunner } from 'nest-commander';
import { KeysRotateCommand } from './keys-rotate.command.js';

@Command({ name: 'keys', description: 'Manage signing keys', subCommands: [KeysRotateCommand] })
export class KeysCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
