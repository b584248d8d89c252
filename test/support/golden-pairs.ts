import { readFileSync } from 'node:fs';
import { request, type Answer } from './requests.js';

/** One request and the answer that its sender must find, both as they stand on the wire. Names in `<...>` stand for values. */
export interface GoldenPair {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body: string;
  };
  readonly answer: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };
}

/**
 * The pairs of a dialect, from its `fixtures/golden-pairs.http`: each begins with `### name`, holds the request, a line
 * `--- status`, and the answer; a blank line divides headers and body.
 */
export const goldenPairs = (dialect: string): readonly GoldenPair[] =>
  readFileSync(`src/dialects/${dialect}/fixtures/golden-pairs.http`, 'utf8').split(/^### /m).slice(1).map(parsePair);

function parsePair(text: string): GoldenPair {
  const [, name = '', method = '', path = '', sent = '', status, received = ''] =
    /^(.+)\n(\S+) (\S+)\n([^]*?)^--- (\d+)\n([^]*)$/m.exec(text) ?? [];
  return {
    name,
    request: { method, path, ...message(sent) },
    answer: { status: Number(status), ...message(received) },
  };
}

function message(text: string): { headers: Record<string, string>; body: string } {
  const [head = '', ...rest] = text.startsWith('\n') ? ['', text.slice(1)] : text.split('\n\n');
  const headers = head
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [/^(.+?): (.*)$/.exec(line)!.slice(1) as [string, string]]));
  return { headers: Object.fromEntries(headers), body: rest.join('\n\n').trim() };
}

export type Values = Readonly<Record<string, string>>;

/** @throws Error for a name that has no value. */
export const filledIn = (text: string, values: Values): string =>
  text.replace(/<(\w+)>/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`Nothing is known of <${name}>.`);
    return value;
  });

export const filledInAll = (texts: Values, values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filledIn(text, values)]));

/** Sends the request of a pair to the server whose address is given. */
export function play(url: string, { request: sent }: GoldenPair, values: Values): Promise<Answer> {
  const { method, path, headers, body } = sent;
  return request(url + filledIn(path, values), {
    method,
    headers: filledInAll(headers, values),
    ...(body !== '' && { body: filledIn(body, values) }),
  });
}

/** What an expected text matches: known values stand for themselves, and what is new has its form alone. */
export function patternOf(text: string, values: Values, forms: Readonly<Record<string, string>>): RegExp {
  const parts = text.split(/(<[\w ]+>)/).map((part) => {
    const name = /^<([\w ]+)>$/.exec(part)?.[1];
    return (name && forms[name]) ?? escaped(name ? filledIn(part, values) : part);
  });
  return new RegExp(`^${parts.join('')}$`);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
