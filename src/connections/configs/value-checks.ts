import type { FieldError } from '../../kernel/domain-error.js';
import { unless } from '../../kernel/field-faults.js';

/** What is wrong with a value of unknown form; `field` is where it stands. Messages hold nothing of the value. */
export type Check = (value: unknown, field: string) => FieldError[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const memberOf = (field: string, name: string): string => {
  const shown = /^[\w-]{1,64}$/.test(name) ? name : '(unnamed)';
  return field === '' ? shown : `${field}.${shown}`;
};

export function text(max: number, { min = 1, pattern }: { min?: number; pattern?: RegExp } = {}): Check {
  return (value, field) => {
    if (typeof value !== 'string') return [{ field, message: 'must be a text' }];
    const fits = value.length >= min && value.length <= max;
    if (!fits) return [{ field, message: `must have ${min} to ${max} characters` }];
    return unless(pattern === undefined || pattern.test(value), field, 'has a character that cannot stand there');
  };
}

export const choice =
  (of: readonly string[]): Check =>
  (value, field) =>
    unless(typeof value === 'string' && of.includes(value), field, `must be one of: ${of.join(', ')}`);

export const integer =
  (min: number, max: number): Check =>
  (value, field) => {
    const holds = Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
    return unless(holds, field, `must be a whole number from ${min} to ${max}`);
  };

export const isFlag: Check = (value, field) => unless(typeof value === 'boolean', field, 'must be true or false');

export const orNull =
  (check: Check): Check =>
  (value, field) =>
    value === null ? [] : check(value, field);

export const orAbsent =
  (check: Check): Check =>
  (value, field) =>
    value === undefined ? [] : check(value, field);

export const listOf =
  (check: Check, max: number): Check =>
  (value, field) => {
    if (!Array.isArray(value)) return [{ field, message: 'must be a list' }];
    if (value.length > max) return [{ field, message: `has more than ${max} entries` }];
    return value.flatMap((entry, at) => check(entry, `${field}[${at}]`));
  };

/** An object whose members have names of one form and values of one kind. */
export const recordOf =
  (name: RegExp, check: Check, max: number): Check =>
  (value, field) => {
    if (!isObject(value)) return [{ field, message: 'must be an object' }];
    const members = Object.entries(value);
    if (members.length > max) return [{ field, message: `has more than ${max} members` }];
    return members.flatMap(([key, member]) =>
      name.test(key)
        ? check(member, memberOf(field, key))
        : [{ field: memberOf(field, key), message: 'has no such name' }],
    );
  };

/** An object of these members and no others. */
export const shape =
  (members: Readonly<Record<string, Check>>): Check =>
  (value, field) => {
    if (!isObject(value)) return [{ field, message: 'must be an object' }];
    const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
    return [
      ...unknown.map((name) => ({ field: memberOf(field, name), message: 'is not a field of this resource' })),
      ...Object.entries(members).flatMap(([name, check]) => check(value[name], memberOf(field, name))),
    ];
  };
