import { splitOnce } from '../../kernel/split-once.js';
import { decoded, type LinkScopes, parseScopes } from './import-scopes.js';
import { finding, type LintFinding } from './lint.types.js';

export interface ImportedLink {
  readonly text: string;
  /** Null where the link asks for none in so many words. */
  readonly scopes: LinkScopes | null;
  /** Null where it is a placeholder, or missing. */
  readonly clientId: string | null;
  readonly notes: readonly LintFinding[];
}

const OURS = /^\{\{\s*redirect_uri\s*\}\}$/;

/** A pasted link, as it was typed but for what may not be in it: a client secret, and somebody else's callback. */
export function importLink(typed: string): ImportedLink {
  const [base, query] = splitOnce(typed.trim(), '?');
  const parts = query === '' ? [] : query.split('&');
  const notes: LintFinding[] = [];
  const kept = parts.flatMap((part) => importParameter(part, notes));
  if (!parts.some((part) => nameOf(part) === 'state'))
    notes.push(note('state_added', 'a state is added to every link: it ties the answer to the browser that asked'));
  const [scope, clientId] = ['scope', 'client_id'].map((name) => kept.find((part) => nameOf(part) === name));
  return {
    text: kept.length === 0 ? base : `${base}?${kept.join('&')}`,
    scopes: scope === undefined ? null : parseScopes(valueOf(scope)),
    clientId: clientId === undefined || clientId.includes('{{') ? null : decoded(valueOf(clientId)) || null,
    notes,
  };
}

function importParameter(part: string, notes: LintFinding[]): string[] {
  if (nameOf(part) === 'client_secret') {
    notes.push(note('client_secret_removed_from_link', 'a browser would have seen the client secret'));
    return [];
  }
  if (nameOf(part) !== 'redirect_uri' || OURS.test(valueOf(part))) return [part];
  notes.push(note('redirect_uri_replaced', 'the callback of this config takes the place of the one in the link'));
  return ['redirect_uri={{redirect_uri}}'];
}

const nameOf = (part: string): string => part.split('=', 1)[0] as string;

const valueOf = (part: string): string => part.slice(nameOf(part).length + 1);

const note = (code: string, message: string): LintFinding => finding('note', code, 'linkUrl', message);
