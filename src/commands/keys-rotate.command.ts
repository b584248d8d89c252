import { SubCommand } from 'nest-commander';
import type { KeyView } from '../keys/key.types.js';
import { JsonCommand, type JsonOption } from './json.command.js';
import { Managing } from './managing.js';
import { note, printJson, printTable } from './output.js';

@SubCommand({
  name: 'rotate',
  description:
    'Let the published next keys of a realm sign; the old ones are served until their last token has expired',
  arguments: '<realm>',
})
export class KeysRotateCommand extends JsonCommand {
  constructor(private readonly managing: Managing) {
    super();
  }

  async run([realm = '']: string[], { json }: JsonOption): Promise<void> {
    const { rotated, keys } = await this.managing.run((management) => management.keys.rotate(realm));
    const shown = keys.map(summary);
    if (json) return printJson({ rotated, keys: shown });
    printTable(shown);
    if (!rotated) note('Another rotation came first; nothing more was done.');
  }
}

const time = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

const summary = ({ kid, alg, state, createdAt, servedUntil }: KeyView) => ({
  kid,
  alg,
  state,
  createdAt: time(createdAt),
  servedUntil: time(servedUntil),
});
