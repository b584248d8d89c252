import { sha256 } from '../../kernel/digest.js';

/** What a placeholder may do with its value: `{{client_id | base64}}`. */
const FILTERS = {
  base64: (value: string) => Buffer.from(value, 'utf8').toString('base64'),
  base64url: (value: string) => Buffer.from(value, 'utf8').toString('base64url'),
  sha256hex: (value: string) => sha256(value).toString('hex'),
  urlencode: (value: string) => encodeURIComponent(value),
  lower: (value: string) => value.toLowerCase(),
} as const;

export type Filter = keyof typeof FILTERS;

export const FILTER_NAMES = Object.keys(FILTERS) as readonly Filter[];

export const isFilter = (name: string): name is Filter => Object.hasOwn(FILTERS, name);

export const applyFilter = (filter: Filter, value: string): string => FILTERS[filter](value);
