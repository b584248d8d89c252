import type { ConnectInputs } from '../../connections/connect/connect-session.types.js';
import type { ConnectVisit } from '../../connections/connect/connect-visits.service.js';
import { formParameters } from '../../http/form-body.js';
import { DomainError } from '../../kernel/domain-error.js';
import { readParameters } from '../../protocol/parameters.js';
import type { Flash } from '../rendering/page.types.js';

const PARAMS = 'params.';
const SETTINGS = 'settings.';

/** One thing that the page asks for. */
export interface ConnectField {
  /** Of the form's field: `params.subdomain`. */
  readonly name: string;
  /** In the words of whoever made the config. */
  readonly label: string;
  readonly hint: string | null;
  readonly type: 'text' | 'password' | 'url';
  /** Null unless one of these has to be chosen. */
  readonly choices: readonly string[] | null;
}

export interface ReadInputs {
  readonly decision: string | undefined;
  readonly inputs: ConnectInputs;
  /** What may be shown again: no secret. */
  readonly shown: Readonly<Record<string, string>>;
}

const TYPES = { secret: 'password', url: 'url', text: 'text', choice: 'text', slot: 'text' } as const;

export const askedFields = ({ params, settings }: ConnectVisit['asks']): ConnectField[] => [
  ...params.map(({ name, label }) => ({
    name: PARAMS + name,
    label,
    hint: null,
    type: 'text' as const,
    choices: null,
  })),
  ...settings.map(({ name, help, kind, choices }) => ({
    name: SETTINGS + name,
    label: name,
    hint: help,
    type: TYPES[kind],
    choices,
  })),
];

/** What was typed into the fields, and which button was pressed. */
export function readInputs(body: unknown, fields: readonly ConnectField[]): ReadInputs {
  const form = readParameters(formParameters(body), { once: ['decision', ...fields.map(({ name }) => name)] });
  const typed = fields.map(({ name, type }) => ({ name, type, value: form.get(name)?.trim() ?? '' }));
  const under = (prefix: string): Record<string, string> =>
    Object.fromEntries(
      typed
        .filter(({ name, value }) => name.startsWith(prefix) && value !== '')
        .map(({ name, value }) => [name.slice(prefix.length), value]),
    );
  return {
    decision: form.get('decision'),
    inputs: { params: under(PARAMS), settings: under(SETTINGS) },
    shown: Object.fromEntries(typed.flatMap(({ name, type, value }) => (type === 'password' ? [] : [[name, value]]))),
  };
}

/** Words a refusal of what was typed; null for one that is not for the reader to put right. */
export function faultyInputs(error: unknown, shown: Readonly<Record<string, string>>): Flash | null {
  if (!(error instanceof DomainError) || error.code !== 'param_invalid') return null;
  const fields = Object.fromEntries(error.fields.map(({ field }) => [field, 'connect:fieldFault']));
  return { kind: 'error', text: 'connect:faulty', values: shown, fields };
}
