import { DomainError, type FieldError } from '../../kernel/domain-error.js';
import { valueFaults } from '../apps/app.rules.js';
import type { SettingDefinition } from '../apps/app.types.js';
import type { ParamRule } from '../configs/config.types.js';
import { compilePattern } from '../templates/param-pattern.js';

/**
 * Parameters that fit the rules of their config.
 *
 * @param extent `partly` where others may follow.
 * @throws DomainError `param_invalid` naming those that do not fit, are not known, or are missing.
 */
export function checkedParams(
  rules: readonly ParamRule[],
  params: Readonly<Record<string, string>>,
  extent: 'partly' | 'wholly',
): Readonly<Record<string, string>> {
  const unknown = Object.keys(params).filter((name) => !rules.some((rule) => rule.name === name));
  const faults: FieldError[] = unknown.map((name) => ({ field: `params.${name}`, message: 'is not a parameter here' }));
  for (const { name, pattern } of rules) {
    const value = params[name];
    if (value === undefined && extent === 'partly') continue;
    if (value === undefined || !compilePattern(pattern)(value))
      faults.push({ field: `params.${name}`, message: 'does not have the form that it has to have' });
  }
  if (faults.length === 0) return params;
  throw new DomainError('param_invalid', 'A parameter does not have the form that it has to have.', { fields: faults });
}

/** @throws DomainError `param_invalid` naming the settings that are missing or do not fit. */
export function checkedSettings(
  definitions: readonly SettingDefinition[],
  values: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const given = definitions.map((definition) => [definition.name, values[definition.name] ?? ''] as const);
  const faults = definitions.flatMap((definition) =>
    valueFaults(definition, values[definition.name] ?? '', `settings.${definition.name}`),
  );
  if (faults.length === 0) return Object.fromEntries(given);
  throw new DomainError('param_invalid', 'A setting does not have the form that it has to have.', { fields: faults });
}
