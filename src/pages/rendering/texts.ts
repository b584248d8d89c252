import { createInstance, type TFunction } from 'i18next';
import { LANGUAGES, type Language } from './languages.js';
import { readPageFiles } from './page-files.js';

/** Gives a text by its key, `namespace:name`, with what it names filled in. Not escaped: the views do that. */
export type Translate = (key: string, values?: Readonly<Record<string, unknown>>) => string;

/** The words of all pages: `texts/<language>/<namespace>.json`. */
export class Texts {
  private readonly byLanguage = new Map<Language, TFunction>();

  constructor() {
    const i18n = createInstance();
    void i18n.init({
      resources: Object.fromEntries(LANGUAGES.map((language) => [language, readTexts(language)])),
      supportedLngs: [...LANGUAGES],
      fallbackLng: LANGUAGES[0],
      initAsync: false,
      showSupportNotice: false,
      interpolation: { escapeValue: false },
    });
    for (const language of LANGUAGES) this.byLanguage.set(language, i18n.getFixedT(language));
  }

  /** @throws Error for a key that no language has: it is a fault of the view. */
  in(language: Language): Translate {
    const translate = this.byLanguage.get(language) as TFunction;
    return (key, values) => {
      const text: unknown = translate(key, { ...values, defaultValue: null });
      if (typeof text !== 'string') throw new Error(`The pages have no text ${key}.`);
      return text;
    };
  }

  has(key: string): boolean {
    return typeof this.byLanguage.get(LANGUAGES[0])?.(key, { defaultValue: null }) === 'string';
  }
}

function readTexts(language: Language): Record<string, object> {
  const files = readPageFiles(`texts/${language}`, '.json');
  return Object.fromEntries([...files].map(([namespace, json]) => [namespace, JSON.parse(json) as object]));
}
