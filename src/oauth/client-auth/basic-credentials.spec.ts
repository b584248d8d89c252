import { isBasic, readBasic } from './basic-credentials.js';

const basic = (text: string | Buffer, scheme = 'Basic '): string => scheme + Buffer.from(text).toString('base64');
const one = (clientId: string, secret: string) => [{ clientId, secret }];

describe('Basic credentials', () => {
  it.each([
    ['plain', 'app:secret', one('app', 'secret')],
    ['a colon in the secret', 'app:se:cr:et', one('app', 'se:cr:et')],
    ['a secret that is a colon', 'app::', one('app', ':')],
    ['raw text beyond ASCII', 'app:пароль', one('app', 'пароль')],
    ['a byte order mark, which belongs to the id', '\uFEFFapp:s', one('\uFEFFapp', 's')],
    ['a percent sign that starts no escape', 'app:100%', one('app', '100%')],
    ['an escape that is no UTF-8', 'app:%ff', one('app', '%ff')],
    ['an escape cut short', 'app:a%2', one('app', 'a%2')],
  ])('req 42: reads %s', (_, text, expected) => {
    expect(readBasic(basic(text))).toEqual(expected);
  });

  it.each([
    ['an encoded colon in the id', 'a%3Ab:s', 'a:b', 's'],
    ['an encoded hyphen', 'my%2Dapp:s%2Dt', 'my-app', 's-t'],
    ['a plus for a space', 'app:a+b', 'app', 'a b'],
    ['encoded UTF-8', 'app:%D0%BF', 'app', 'п'],
    ['an encoded percent sign', 'app:100%25', 'app', '100%'],
  ])('req 42: tries %s decoded, then raw', (_, text, clientId, secret) => {
    const [id, ...rest] = text.split(':');
    expect(readBasic(basic(text))).toEqual([
      { clientId, secret },
      { clientId: id, secret: rest.join(':') },
    ]);
  });

  it.each([
    ['no colon', basic('appsecret')],
    ['an empty id', basic(':secret')],
    ['an empty secret', basic('app:')],
    ['nothing', 'Basic '],
    ['the scheme alone', 'Basic'],
    ['Latin-1 bytes', basic(Buffer.from('app:p\xe4ss', 'latin1'))],
    ['no base64', 'Basic app:secret'],
    ['base64 without its padding', basic('app:secret1').replace(/=+$/, '')],
    ['base64 with stray bits', 'Basic YTpiYz=='],
    ['base64url', `Basic ${Buffer.from('app:???>>>').toString('base64url')}`],
    ['base64 with a space inside', 'Basic YXBw OnNlY3JldA=='],
    ['text after the credentials', `${basic('app:secret')}, Basic x`],
  ])('req 42: takes no credentials from %s', (_, header) => {
    expect(readBasic(header)).toEqual([]);
  });

  it.each(['Basic x', 'basic x', 'BASIC   x', 'Basic'])('knows the scheme in %s', (header) => {
    expect(isBasic(header)).toBe(true);
  });

  it.each(['Basics x', 'XBasic x', 'Bearer basic', 'Basic\tx', '', undefined])(
    'knows another scheme in %s',
    (header) => {
      expect(isBasic(header)).toBe(false);
    },
  );

  it('takes more than one space after the scheme, whatever its case', () => {
    expect(readBasic(basic('app:secret', 'bAsIc   '))).toEqual(one('app', 'secret'));
  });
});
