import { DEFINITION_FIELDS } from './config.rules.js';
import { levelOf } from './import-settings.js';
import type { MappedField } from './import.types.js';
import { finding, type LintFinding } from './lint.types.js';
import { bodyText, ownNames } from './own-names.js';

/** Labels of the Capacity developer platform without their spaces; our own names are known as well. */
const LABELS: Readonly<Record<string, string>> = {
  configname: 'name',
  name: 'name',
  preset: 'preset',
  linkurl: 'linkUrl',
  extractionpathauthcode: 'paths.authCode',
  extractionpathaccesstoken: 'paths.accessToken',
  extractionpathrefreshtoken: 'paths.refreshToken',
  accesstokenvariablename: 'accessTokenSetting',
  refreshtokenvariablename: 'refreshTokenSetting',
  requestbody: 'tokenBody',
  refreshtokenurl: 'refreshUrl',
  refreshtokenbody: 'refreshBody',
  tokenurl: 'tokenUrl',
  logourl: 'logoUrl',
  logosourceurl: 'logoUrl',
  clientsecret: 'clientSecret',
  settings: 'settings',
  ...Object.fromEntries(DEFINITION_FIELDS.map((name) => [name.toLowerCase(), name])),
};

const PATHS = 'paths.';
const SHOWN_KEY = 64;

/** The fields of a paste by our names, those of `paths` apart. */
export interface PastedFields {
  readonly values: Readonly<Record<string, unknown>>;
  readonly paths: Readonly<Record<string, unknown>>;
  readonly mapping: readonly MappedField[];
  readonly findings: readonly LintFinding[];
}

/** @param input labels as the page has them (`Link url`), `link_url` or `linkUrl` */
export function pastedFields(input: Readonly<Record<string, unknown>>): PastedFields {
  const values: Record<string, unknown> = {};
  const paths: Record<string, unknown> = {};
  const mapping: MappedField[] = [];
  const findings: LintFinding[] = [];
  for (const [from, value] of Object.entries(input)) {
    const to = LABELS[from.toLowerCase().replace(/[^a-z0-9]/g, '')];
    const shown = from.slice(0, SHOWN_KEY);
    if (to === undefined) {
      findings.push(finding('note', 'field_ignored', shown, 'this field is not known and was left out'));
      continue;
    }
    mapping.push({ from: shown, to });
    if (to === 'paths') Object.assign(paths, ownNames(value));
    else if (to.startsWith(PATHS)) paths[to.slice(PATHS.length)] = blankIsNothing(value);
    else values[to] = ownValue(to, value);
  }
  return { values, paths: defined(paths), mapping, findings };
}

function ownValue(name: string, value: unknown): unknown {
  if (name === 'tokenHeaders' || name === 'metaMap') return value;
  if (name === 'connectionLevel') return levelOf(value) ?? value;
  return blankIsNothing(/Body$/.test(name) ? bodyText(value) : ownNames(value));
}

/** A field of a page that was left empty. */
const blankIsNothing = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

export const defined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
