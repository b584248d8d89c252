import type { JsonObject } from '../templates/json-reader.js';
import { repairJson } from '../templates/json-repair.js';
import { finding, type LintFinding } from './lint.types.js';
import { jsonOf } from './lint-texts.js';

export interface ImportedBody {
  readonly text: string;
  readonly notes: readonly LintFinding[];
}

const REDIRECT_URI = '{{redirect_uri}}';
const CREDENTIALS = ['client_id', 'client_secret'] as const;
/** The one callback of all apps of that platform. */
const CAPACITY_CALLBACK = 'https://auth.capacity.com/v1/dev_oauth/callback';

/** A pasted body: mended where that was asked for, with our callback in the place of a written one. */
export function importBody(field: string, pasted: string, repair: boolean): ImportedBody {
  const mended = mend(field, pasted, repair);
  const redirected = withOurCallback(field, mended.text);
  const unquoted = (jsonOf(redirected.text)?.placeholders ?? [])
    .filter(({ quoted }) => !quoted)
    .map(({ name, position }) => ({
      ...finding('note', 'unquoted_placeholder', field, `{{${name}}} stands without quotes; it is sent as a string`),
      ...position,
    }));
  return { text: redirected.text, notes: [...mended.notes, ...redirected.notes, ...unquoted] };
}

function mend(field: string, text: string, repair: boolean): ImportedBody {
  const mended = repairJson(text);
  if (mended === text || jsonOf(text) !== null || jsonOf(mended) === null) return { text, notes: [] };
  return repair
    ? { text: mended, notes: [finding('note', 'json_repaired', field, 'quotes, commas or spaces were made plain')] }
    : { text, notes: [finding('note', 'json_repairable', field, 'import again with repair to have it mended')] };
}

/** The callback has to be the one that the link named, so a written one cannot stay. */
function withOurCallback(field: string, text: string): ImportedBody {
  const literal = literalOf(jsonOf(text)?.root, 'redirect_uri');
  const found = [literal, CAPACITY_CALLBACK].flatMap((uri) => (uri === null ? [] : spellings(uri)));
  const replaced = found.reduce((current, uri) => current.split(uri).join(REDIRECT_URI), text);
  if (replaced === text) return { text, notes: [] };
  const message = 'the callback of this config takes the place of the one in the body';
  return { text: replaced, notes: [finding('note', 'redirect_uri_replaced', field, message)] };
}

/** As JSON may write it. */
const spellings = (uri: string): string[] => [uri, uri.replaceAll('/', '\\/')];

/** The text of a member without placeholders. */
export function literalOf(root: JsonObject | undefined, name: string): string | null {
  const node = root?.members.find(([key]) => key === name)?.[1];
  if (node?.kind !== 'text' || !node.segments.every((segment) => typeof segment === 'string')) return null;
  return node.segments.join('') || null;
}

/** The page's example of a refresh has nothing that proves the client: what it lacks of that is added at its end. */
export function withCredentials(text: string): ImportedBody {
  const root = jsonOf(text)?.root;
  const missing = CREDENTIALS.filter((name) => !root?.members.some(([key]) => key === name));
  if (root === undefined || missing.length === 0) return { text, notes: [] };
  const end = text.lastIndexOf('}');
  const members = missing.map((name) => `"${name}": "{{${name}}}"`).join(', ');
  const added = `${text.slice(0, end).trimEnd()}${root.members.length === 0 ? '' : ', '}${members}${text.slice(end)}`;
  const message = `${missing.join(' and ')} added: the provider has to know whose refresh token it is`;
  return { text: added, notes: [finding('note', 'client_credentials_added_to_refresh', 'refreshBody', message)] };
}
