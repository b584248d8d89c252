import { loadSettings, SettingsError } from '../../config/load-settings.js';
import type { Settings } from '../../config/settings.js';
import type { EntityClass } from '../../database/open-database.js';
import { ALL_CHECKS } from './all-checks.js';
import { type Finding, ok, problem, warning } from './check.js';

/** A finding with what it is about. */
export interface Result extends Finding {
  readonly check: string;
}

/** Looks at the settings first, for everything else is found through them, and then at the rest until there is a problem. */
export async function examineAll(entities: readonly EntityClass[]): Promise<Result[]> {
  const { settings, results } = examineSettings();
  for (const check of settings ? ALL_CHECKS : []) {
    if (results.some(({ severity }) => severity === 'problem')) break;
    const findings = await check.run({ settings: settings as Settings, entities });
    results.push(...findings.map((finding) => ({ check: check.name, ...finding })));
  }
  return results;
}

function examineSettings(): { settings: Settings | null; results: Result[] } {
  const about = (finding: Finding): Result => ({ check: 'settings', ...finding });
  try {
    const settings = loadSettings();
    const results = settings.warnings.map((text) => about(warning(text)));
    return { settings, results: [about(ok(`Valid. Clients reach the server at ${settings.publicUrl}.`)), ...results] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const results = error.problems.map((text) => about(problem(text, 'See docs/configuration.md.')));
    return { settings: null, results };
  }
}
