import { chooseLanguage } from './languages.js';

describe('the language of a page', () => {
  it.each([
    [undefined, undefined, 'en'],
    [undefined, 'de', 'de'],
    [undefined, 'DE-at', 'de'],
    [undefined, 'fr-FR, fr;q=0.9', 'en'],
    [undefined, 'en;q=0.5, es;q=0.9', 'es'],
    [undefined, 'de;q=0, es;q=0.1', 'es'],
    [undefined, '*', 'en'],
    [undefined, ';;q=,,de;q=x', 'en'],
    ['es', 'de', 'es'],
    ['fr de-CH es', 'es', 'de'],
    ['fr', 'de', 'de'],
    ['', '', 'en'],
  ])('for ui_locales %j and Accept-Language %j is %s', (uiLocales, acceptLanguage, language) => {
    expect(chooseLanguage(uiLocales, acceptLanguage)).toBe(language);
  });
});
