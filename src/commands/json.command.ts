import { CommandRunner, Option } from 'nest-commander';

/** Of every command that also answers in JSON. */
export interface JsonOption {
  json?: boolean;
}

/** A command that answers in words, or with `--json` for a script. */
export abstract class JsonCommand extends CommandRunner {
  @Option({ flags: '--json', description: 'answer in JSON' })
  readJson(): boolean {
    return true;
  }
}

/** For options that may be given several times. */
export const collect = (value: string, previous: string[] | undefined): string[] => [...(previous ?? []), value];
