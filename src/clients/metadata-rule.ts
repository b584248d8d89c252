import type { FieldError } from '../kernel/domain-error.js';
import { fault } from '../kernel/field-faults.js';
import type { Client } from './client.types.js';

/** A client as it is about to be stored. */
export type ClientDraft = Omit<Client, 'id' | 'secrets' | 'registrationHash' | 'version' | 'createdAt' | 'updatedAt'>;

/** What the rules ask beside the client itself. */
export interface RuleContext {
  /** UTC milliseconds. */
  readonly now: number;
  /** Hosts, as `host:port`, that the operator lets the server call without https. */
  readonly egressAllow: readonly string[];
}

/** A rule of client metadata: one error for each field that breaks it. */
export type Rule = (client: ClientDraft, context: RuleContext) => FieldError[];

export const duplicates = (values: readonly unknown[]): boolean => new Set(values).size !== values.length;

/** One message for each entry that breaks the rule, one for a list that is too long or repeats itself. */
export function listFaults(
  field: string,
  values: readonly string[],
  limit: number,
  message: (value: string) => string | null,
): FieldError[] {
  if (values.length > limit) return [fault(field, `has more than ${limit} entries`)];
  if (duplicates(values)) return [fault(field, 'has an entry twice')];
  return values.flatMap((value, index) => {
    const text = message(value);
    return text === null ? [] : [fault(`${field}[${index}]`, text)];
  });
}
