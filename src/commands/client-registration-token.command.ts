import { Option, SubCommand } from 'nest-commander';
import { CommandFailure } from './failure.js';
import { JsonCommand, type JsonOption } from './json.command.js';
import { Managing } from './managing.js';
import { note, printFields, printJson } from './output.js';

interface Options extends JsonOption {
  uses?: number;
  expiresIn?: number;
}

@SubCommand({
  name: 'registration-token',
  description: 'Make a token that lets its holder register clients in a realm; it is shown once',
  arguments: '<realm>',
})
export class ClientRegistrationTokenCommand extends JsonCommand {
  constructor(private readonly managing: Managing) {
    super();
  }

  async run([realm = '']: string[], { json, ...options }: Options): Promise<void> {
    const made = await this.managing.run(({ clients }) => clients.createInitialToken(realm, options));
    const shown = { token: made.token, uses: made.remaining, expiresAt: new Date(made.expiresAt).toISOString() };
    if (json) return printJson(shown);
    printFields(shown);
    note('The token is shown this once.');
  }

  @Option({ flags: '--uses <number>', description: 'how many clients it may register (1)' })
  readUses(text: string): number {
    return wholeNumber(text);
  }

  @Option({ flags: '--expires-in <seconds>', description: 'how long it may be used (86400)' })
  readExpiresIn(text: string): number {
    return wholeNumber(text);
  }
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new CommandFailure('A number has to be whole.');
  return Number(text);
}
