import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Random } from '../../kernel/random.js';
import { brandOf } from './brand.js';
import { pagePolicy } from './content-security-policy.js';
import { chooseLanguage, type Language } from './languages.js';
import type { Flash, PageRequest, PageView } from './page.types.js';
import { StaticFiles } from './static-files.js';
import { Texts } from './texts.js';
import { Views } from './views.js';

const NONCE_BYTES = 16;

/** What a page has of the request it answers. */
export interface PageExtras {
  /** For the forms of the page. */
  readonly formToken?: string;
  /** What the page before left to be said. */
  readonly flash?: Flash;
}

/** Makes pages: chooses the language, fills the view, and sends it with the headers that every page has. */
@Injectable()
export class PageRenderer {
  private readonly views = new Views();
  private readonly texts = new Texts();

  constructor(
    private readonly random: Random,
    private readonly files: StaticFiles,
  ) {}

  send(request: PageRequest, reply: FastifyReply, page: PageView, extras: PageExtras = {}): void {
    const nonce = this.random.bytes(NONCE_BYTES).toString('base64');
    reply
      .code(page.status ?? 200)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy(nonce, page))
      .header('x-frame-options', 'DENY')
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-store')
      .header('pragma', 'no-cache');
    const language = languageOf(request, page);
    void reply.header('content-language', language).send(this.html({ request, page, extras, nonce, language }));
  }

  private html({ request, page, extras, nonce, language }: Drawing): string {
    const translate = this.texts.in(language);
    const brand = brandOf(request.realm);
    const layout = {
      language,
      brand,
      nonce,
      stylesheet: this.files.address('pages.css'),
      icon: this.files.address('icon.svg'),
      title: translate(page.title ?? `${page.view}:title`, { ...page.data, realm: brand.name }),
      script: page.script ?? null,
      refresh: page.refresh ?? null,
      wide: page.wide ?? false,
      formToken: extras.formToken ?? null,
      flash: this.known(extras.flash),
      ...fieldsOf(page, extras.flash),
    };
    return this.views.render(page.view, { ...page.data, ...layout }, { translate, language });
  }

  /** The cookie that carries it is the browser's: it says what the pages have words for, or nothing. */
  private known(flash: Flash | undefined): Flash | null {
    return flash && this.texts.has(flash.text) ? flash : null;
  }
}

/** Every field of the page has a value and a fault, be they null: views are strict. */
function fieldsOf({ values = {} }: PageView, flash: Flash | undefined): { values: object; faults: object } {
  const fill = (of: (name: string) => string | null): object =>
    Object.fromEntries(Object.keys(values).map((name) => [name, of(name)]));
  return {
    values: fill((name) => flash?.values?.[name] ?? values[name] ?? null),
    faults: fill((name) => flash?.fields?.[name] ?? null),
  };
}

interface Drawing {
  readonly request: PageRequest;
  readonly page: PageView;
  readonly extras: PageExtras;
  readonly nonce: string;
  readonly language: Language;
}

function languageOf(request: PageRequest, page: PageView): Language {
  const { ui_locales: asked } = request.query as { ui_locales?: unknown };
  const uiLocales = page.uiLocales ?? (typeof asked === 'string' ? asked : undefined);
  return chooseLanguage(uiLocales, request.headers['accept-language']);
}
