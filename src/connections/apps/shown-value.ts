import type { BoundValue } from '../templates/bound-variables.js';
import type { SettingDefinition, ShownValue } from './app.types.js';

/** Shorter secrets show nothing of themselves. */
const SHOWS_ITS_END = 12;

/** What may be shown of a value. @param entered null where its owner has entered none */
export function shownValue({ name, kind, level, required }: SettingDefinition, entered: BoundValue | null): ShownValue {
  const isSecret = kind === 'secret';
  const value = entered?.value ?? null;
  const hasEnd = isSecret && value !== null && value.length >= SHOWS_ITS_END;
  return {
    name,
    kind,
    level,
    required,
    set: value !== null,
    value: isSecret ? null : value,
    last4: hasEnd ? value.slice(-4) : null,
    hosts: isSecret && entered ? entered.hosts : null,
  };
}
