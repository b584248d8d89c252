import type { BoundValue } from '../templates/bound-variables.js';
import { shownEnd } from '../shown-end.js';
import type { SettingDefinition, ShownValue } from './app.types.js';

/** What may be shown of a value. @param entered null where its owner has entered none */
export function shownValue({ name, kind, level, required }: SettingDefinition, entered: BoundValue | null): ShownValue {
  const isSecret = kind === 'secret';
  const value = entered?.value ?? null;
  return {
    name,
    kind,
    level,
    required,
    set: value !== null,
    value: isSecret ? null : value,
    last4: isSecret ? shownEnd(value) : null,
    hosts: isSecret && entered ? entered.hosts : null,
  };
}
