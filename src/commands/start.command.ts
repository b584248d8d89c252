import { Command, CommandRunner } from 'nest-commander';
import { Composition } from './composition.js';

@Command({ name: 'start', description: 'Start the server; settings come from the environment and .env' })
export class StartCommand extends CommandRunner {
  constructor(private readonly composition: Composition) {
    super();
  }

  run(): Promise<void> {
    return this.composition.startServer();
  }
}
