/** A button of a form, or the form's implicit submission. */
export interface HtmlButton {
  readonly name: string | null;
  readonly value: string;
  readonly text: string;
}

export interface HtmlForm {
  readonly method: 'GET' | 'POST';
  /** As written in the page; empty for the page's own address. */
  readonly action: string;
  /** The fields as they would be sent if nobody touched them. */
  readonly fields: Readonly<Record<string, string>>;
  /** Names of every field, filled or not. */
  readonly names: readonly string[];
  readonly buttons: readonly HtmlButton[];
}

const TAG = /<(\/?)(form|input|button|textarea|select|option)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
const ATTRIBUTE = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a character reference stands for, and plain text as it is. */
export const decodeHtml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return NAMED[(name ?? '').toLowerCase()] ?? whole;
  });

type Attributes = ReadonlyMap<string, string>;

const attributesOf = (text: string): Attributes =>
  new Map([...text.matchAll(ATTRIBUTE)].map((m) => [m[1]!.toLowerCase(), decodeHtml(m[2] ?? m[3] ?? m[4] ?? '')]));

interface OpenForm {
  readonly method: 'GET' | 'POST';
  readonly action: string;
  readonly fields: Record<string, string>;
  readonly names: string[];
  readonly buttons: HtmlButton[];
}

/** The forms of a page as a browser without JavaScript would send them. Enough for the pages of this server, no parser. */
export function formsOf(html: string): HtmlForm[] {
  const forms: OpenForm[] = [];
  let form: OpenForm | undefined;
  for (const match of html.matchAll(TAG)) {
    const [whole, slash, name = '', text = ''] = match;
    const tag = name.toLowerCase();
    if (tag === 'form') {
      form = slash ? undefined : openForm(attributesOf(text));
      if (form) forms.push(form);
    } else if (form && !slash) addControl(form, tag, attributesOf(text), html.slice(match.index + whole.length));
  }
  return forms;
}

const openForm = (attributes: Attributes): OpenForm => ({
  method: attributes.get('method')?.toUpperCase() === 'POST' ? 'POST' : 'GET',
  action: attributes.get('action') ?? '',
  fields: {},
  names: [],
  buttons: [],
});

function addControl(form: OpenForm, tag: string, attributes: Attributes, rest: string): void {
  const name = attributes.get('name');
  if (tag === 'button') addButton(form, attributes, rest);
  if (tag === 'button' || tag === 'option' || name === undefined || attributes.has('disabled')) return;
  form.names.push(name);
  const value = controlValue(tag, attributes, rest);
  if (value !== undefined) form.fields[name] = value;
}

function addButton(form: OpenForm, attributes: Attributes, rest: string): void {
  if ((attributes.get('type') ?? 'submit') !== 'submit') return;
  const text = decodeHtml(/^([^]*?)<\/button/i.exec(rest)?.[1]?.replace(/<[^>]*>/g, '') ?? '').trim();
  form.buttons.push({ name: attributes.get('name') ?? null, value: attributes.get('value') ?? '', text });
}

function controlValue(tag: string, attributes: Attributes, rest: string): string | undefined {
  if (tag === 'textarea') return decodeHtml(/^([^]*?)<\/textarea/i.exec(rest)?.[1] ?? '');
  if (tag === 'select') return selected(/^([^]*?)<\/select/i.exec(rest)?.[1] ?? '');
  const type = attributes.get('type')?.toLowerCase();
  if (type === 'checkbox' || type === 'radio') {
    return attributes.has('checked') ? (attributes.get('value') ?? 'on') : undefined;
  }
  return type === 'submit' || type === 'button' || type === 'image' ? undefined : (attributes.get('value') ?? '');
}

function selected(options: string): string | undefined {
  const all = [...options.matchAll(TAG)].filter((match) => !match[1]).map((match) => attributesOf(match[3] ?? ''));
  return (all.find((option) => option.has('selected')) ?? all[0])?.get('value');
}
