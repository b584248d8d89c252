import { type Placeholder, placeholderAt, opensPlaceholder, type Segment } from './template.js';
import { positionOf, TemplateError } from './template-error.js';

/** JSON in which a string is made of segments and a placeholder may stand in the place of a value. */
export type JsonNode =
  | { readonly kind: 'constant'; readonly value: number | boolean | null }
  | { readonly kind: 'text'; readonly segments: readonly Segment[] }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | JsonObject;

export interface JsonObject {
  readonly kind: 'object';
  readonly members: readonly (readonly [string, JsonNode])[];
}

const MAX_DEPTH = 4;
const MAX_KEYS = 64;
const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const RAW = /(?:(?!\{\{)[^"\\]|\\[^])*/y;
const CURLY_QUOTE = /[\u2018-\u201f\u00ab\u00bb]/;

/**
 * Reads the text as it was typed, before any value is known: whatever a value holds, it cannot become part of the
 * structure. A parser of its own tells line and column, refuses repeated keys, and never quotes what it reads (a literal
 * secret, say) in its errors.
 */
export class JsonReader {
  readonly placeholders: Placeholder[] = [];
  private at = 0;
  private keys = 0;

  constructor(private readonly text: string) {}

  /** @throws TemplateError `invalid_template` */
  read(): JsonObject {
    this.skipSpace();
    if (this.text[this.at] !== '{' || opensPlaceholder(this.text, this.at))
      throw this.fault('an object is needed: {…}');
    const root = this.object(1);
    this.skipSpace();
    if (this.at < this.text.length) throw this.fault('there is something behind the end of the object');
    return root;
  }

  private value(depth: number): JsonNode {
    if (opensPlaceholder(this.text, this.at)) return { kind: 'text', segments: [this.placeholder(false)] };
    if (this.text[this.at] === '{') return this.object(depth + 1);
    if (this.text[this.at] === '[') return this.list(depth + 1);
    if (this.text[this.at] === '"') return { kind: 'text', segments: this.string() };
    return this.constant();
  }

  private object(depth: number): JsonObject {
    const members = new Map<string, JsonNode>();
    this.elements('}', depth, () => {
      const start = this.at;
      const key = this.key();
      if (members.has(key)) throw this.fault('this key stands here twice', start);
      if (++this.keys > MAX_KEYS) throw this.fault(`there are more than ${MAX_KEYS} keys`, start);
      this.skipSpace();
      if (!this.take(':')) throw this.fault('a colon is missing here');
      this.skipSpace();
      members.set(key, this.value(depth));
    });
    return { kind: 'object', members: [...members] };
  }

  private list(depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.elements(']', depth, () => items.push(this.value(depth)));
    return { kind: 'list', items };
  }

  private elements(closing: string, depth: number, element: () => void): void {
    if (depth > MAX_DEPTH) throw this.fault(`there are more than ${MAX_DEPTH} levels`);
    this.at++;
    this.skipSpace();
    if (this.take(closing)) return;
    for (;;) {
      element();
      this.skipSpace();
      if (this.take(closing)) return;
      const comma = this.at;
      if (!this.take(',')) throw this.fault(`a comma or ${closing} is missing here`);
      this.skipSpace();
      if (this.text[this.at] === closing) throw this.fault(`a comma stands before ${closing}`, comma);
    }
  }

  private key(): string {
    const start = this.at;
    if (opensPlaceholder(this.text, start)) throw this.fault('a placeholder cannot be a key');
    if (this.text[start] !== '"') throw this.fault('a key in double quotes is missing here');
    const segments = this.string();
    const key = segments.join('');
    if (segments.some((segment) => typeof segment !== 'string'))
      throw this.fault('a placeholder cannot be part of a key', start);
    if (key === '__proto__') throw this.fault('this key is not allowed', start);
    return key;
  }

  private string(): Segment[] {
    const start = this.at++;
    const segments: Segment[] = [];
    while (!this.take('"')) {
      if (opensPlaceholder(this.text, this.at)) segments.push(this.placeholder(true));
      else segments.push(this.literal(start));
    }
    return segments;
  }

  private literal(start: number): string {
    const from = this.at;
    const raw = this.match(RAW) ?? '';
    if (raw === '' || this.at >= this.text.length)
      throw this.fault('the quotes that open here are never closed', start);
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch {
      throw this.fault('the string has a line break, a control character or an escape that JSON does not know', from);
    }
  }

  private placeholder(quoted: boolean): Placeholder {
    const { placeholder, end } = placeholderAt(this.text, this.at, quoted);
    this.placeholders.push(placeholder);
    this.at = end;
    return placeholder;
  }

  private constant(): JsonNode {
    const start = this.at;
    const word = this.match(WORD);
    if (word !== null) return { kind: 'constant', value: JSON.parse(word) as boolean | null };
    const digits = this.match(NUMBER);
    if (digits === null) throw this.fault('a value is missing here');
    const value = Number(digits);
    if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
      throw this.fault('this number would lose digits; write it in quotes', start);
    return { kind: 'constant', value };
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  private skipSpace(): void {
    this.match(SPACE);
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private fault(message: string, at = this.at): TemplateError {
    const curly = CURLY_QUOTE.test(this.text[at] ?? '');
    const shown = curly ? 'a typographic quote stands where JSON needs a plain one' : message;
    return TemplateError.invalid(shown, positionOf(this.text, at));
  }
}
