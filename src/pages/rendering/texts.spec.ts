import { LANGUAGES } from './languages.js';
import { readPageFiles } from './page-files.js';
import { Texts } from './texts.js';

type Tree = { readonly [name: string]: string | Tree };

const flat = (tree: Tree, path: string): [string, string][] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${path}${name}`, value]] : flat(value, `${path}${name}.`),
  );

const textsOf = (language: string): Map<string, string> =>
  new Map(
    [...readPageFiles(`texts/${language}`, '.json')].flatMap(([namespace, json]) =>
      flat(JSON.parse(json) as Tree, `${namespace}:`),
    ),
  );

const blanks = (text: string | undefined): string[] => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('the texts of the pages', () => {
  const english = textsOf('en');

  it.each(LANGUAGES.slice(1))('are all there in %s, with the same blanks to fill in', (language) => {
    const texts = textsOf(language);
    expect([...texts.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of texts) expect([key, blanks(text)]).toEqual([key, blanks(english.get(key))]);
  });

  it('exist for every key that a view names', () => {
    const texts = new Texts();
    const views = [...readPageFiles('views', '.hbs').values(), ...readPageFiles('views/partials', '.hbs').values()];
    const keys = views.flatMap((view) => [...view.matchAll(/\{\{t "([^"]+)"/g)].map((match) => match[1] as string));
    expect(keys.filter((key) => !texts.has(key))).toEqual([]);
  });

  it('say what is filled in as it is: the views escape', () => {
    expect(new Texts().in('de')('login:lead', { client: 'A & B' })).toBe('um mit A & B fortzufahren');
  });
});
