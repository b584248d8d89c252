import type { FieldError } from './domain-error.js';

export const fault = (field: string, message: string): FieldError => ({ field, message });

/** What rules are made of: one fault of a field that breaks it, none of one that does not. */
export const unless = (holds: boolean, field: string, message: string): FieldError[] =>
  holds ? [] : [fault(field, message)];
