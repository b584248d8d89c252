import { Command } from 'nest-commander';
import { Composition } from './composition.js';
import type { Result } from './doctor/examination.js';
import { JsonCommand, type JsonOption } from './json.command.js';
import { print, printJson } from './output.js';

const MARK = { ok: 'ok      ', warning: 'warning ', problem: 'PROBLEM ' } as const;

@Command({
  name: 'doctor',
  description: 'Check settings, database, keys and clock; say what is wrong and what to do (exit code 1)',
})
export class DoctorCommand extends JsonCommand {
  constructor(private readonly composition: Composition) {
    super();
  }

  async run(_: string[], { json }: JsonOption): Promise<void> {
    const { examineAll } = await import('./doctor/examination.js');
    const results = await examineAll(await this.composition.entities());
    if (json) printJson(results);
    else results.forEach(show);
    if (results.some(({ severity }) => severity === 'problem')) process.exitCode = 1;
  }
}

function show({ check, severity, message, advice }: Result): void {
  print(`${MARK[severity]} ${check.padEnd(8)}  ${message}`);
  if (advice !== undefined) print(`${' '.repeat(19)}${advice}`);
}
