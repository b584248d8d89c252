import Handlebars from 'handlebars';
import { readPageFiles } from './page-files.js';
import type { Translate } from './texts.js';

export interface ViewContext {
  readonly translate: Translate;
  readonly language: string;
}

const OPTIONS = { strict: true, knownHelpersOnly: true, knownHelpers: { t: true, time: true, eq: true } };

/** The views of all pages, compiled at the start: `views/<name>.hbs`, with what they share in `views/partials`. */
export class Views {
  private readonly handlebars = Handlebars.create();
  private readonly compiled = new Map<string, HandlebarsTemplateDelegate>();

  constructor() {
    this.handlebars.registerHelper({ t: text, time, eq: (one: unknown, other: unknown) => one === other });
    for (const [name, source] of readPageFiles('views/partials', '.hbs'))
      this.handlebars.registerPartial(name, this.handlebars.compile(source, OPTIONS));
    for (const [name, source] of readPageFiles('views', '.hbs'))
      this.compiled.set(name, this.handlebars.compile(source, OPTIONS));
  }

  get names(): readonly string[] {
    return [...this.compiled.keys()];
  }

  /** HTML; every value is escaped. */
  render(name: string, data: object, context: ViewContext): string {
    const view = this.compiled.get(name);
    if (!view) throw new Error(`There is no view ${name}.`);
    return view(data, { data: context });
  }
}

/** `{{t "login:title" realm=brand.name}}` */
function text(key: string, options: Handlebars.HelperOptions): string {
  const { translate } = options.data as ViewContext;
  return translate(key, options.hash as Record<string, unknown>);
}

/** `{{time session.lastSeenAt}}`: UTC milliseconds as a `<time>` element that the reader's language words. */
function time(at: number, options: Handlebars.HelperOptions): Handlebars.SafeString {
  const { language } = options.data as ViewContext;
  const date = new Date(at);
  const words = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  const shown = Handlebars.escapeExpression(`${words.format(date)} UTC`);
  return new Handlebars.SafeString(`<time datetime="${date.toISOString()}">${shown}</time>`);
}
