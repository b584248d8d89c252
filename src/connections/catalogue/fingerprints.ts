import { sha256 } from '../../kernel/digest.js';
import type { AppBlueprint } from './blueprint.types.js';

/** What each part of an app says, by the part's key: `app`, `setting:client_id`, `config:Acme CRM`, `request:newest`. */
export type Fingerprints = Readonly<Record<string, string>>;

export const APP_KEY = 'app';
export const settingKey = ({ name }: { readonly name: string }): string => `setting:${name}`;
export const configKey = ({ name }: { readonly name: string }): string => `config:${name}`;
export const requestKey = ({ name }: { readonly name: string }): string => `request:${name}`;

/** 128 bits in base64url: enough to tell apart what nobody forges. */
const LENGTH = 22;

/** Of two configs of one name, the older one counts. */
export function fingerprintsOf({ app, settings, configs, requests }: AppBlueprint): Fingerprints {
  const parts = [
    [APP_KEY, app],
    ...settings.map((setting) => [settingKey(setting), setting] as const),
    ...[...configs]
      .reverse()
      .map(({ name, preset, definition }) => [configKey({ name }), { preset, definition }] as const),
    ...requests.map((request) => [requestKey(request), request] as const),
  ] as const;
  return Object.fromEntries(parts.map(([key, part]) => [key, fingerprint(part)]));
}

/** Of the whole, whatever the order of its parts. */
export const versionOf = (parts: Fingerprints): string => fingerprint(parts);

const fingerprint = (value: unknown): string =>
  sha256(JSON.stringify(ordered(value)))
    .toString('base64url')
    .slice(0, LENGTH);

/** The same object with its keys in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, ordered(member)]));
}
