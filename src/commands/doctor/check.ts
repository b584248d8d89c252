import type { Settings } from '../../config/settings.js';
import type { EntityClass } from '../../database/open-database.js';

/** `warning`: the server runs, but somebody should look; `problem`: it does not run, or not rightly. */
export type Severity = 'ok' | 'warning' | 'problem';

export interface Finding {
  readonly severity: Severity;
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

export interface Subject {
  readonly settings: Settings;
  readonly entities: readonly EntityClass[];
}

/** Looks at one thing and changes nothing. */
export interface Check {
  readonly name: string;
  run(subject: Subject): Promise<Finding[]>;
}

export const ok = (message: string): Finding => ({ severity: 'ok', message });
export const warning = (message: string, advice?: string): Finding => ({ severity: 'warning', message, advice });
export const problem = (message: string, advice?: string): Finding => ({ severity: 'problem', message, advice });
