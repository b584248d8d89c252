import { registeredRedirect, withParameters } from './redirect-uri.js';

const REGISTERED = 'https://client.example/cb';

describe('the redirect URI of a request', () => {
  it('is one that is registered, to the letter', () => {
    expect(registeredRedirect([REGISTERED], REGISTERED)).toBe(REGISTERED);
  });

  it.each([
    ['a host that begins alike', 'https://client.example.evil.example/cb'],
    ['a host that ends alike', 'https://evil-client.example/cb'],
    ['user information', 'https://client.example@evil.example/cb'],
    ['user information before the right host', 'https://evil@client.example/cb'],
    ['percent-encoded dot segments', 'https://client.example/%2e%2e/cb'],
    ['dot segments', 'https://client.example/x/../cb'],
    ['path parameters', 'https://client.example/..;/cb'],
    ['another case of the host', 'https://CLIENT.example/cb'],
    ['another case of the path', 'https://client.example/CB'],
    ['the default port', 'https://client.example:443/cb'],
    ['another port', 'https://client.example:8443/cb'],
    ['a slash at the end', 'https://client.example/cb/'],
    ['a tab', 'https://client.example/\tcb'],
    ['a backslash', 'https://client.example\\cb'],
    ['a backslash and another host', 'https://evil.example\\@client.example/cb'],
    ['a query', 'https://client.example/cb?next=https://evil.example'],
    ['an empty query', 'https://client.example/cb?'],
    ['a fragment', 'https://client.example/cb#'],
    ['a name that only looks alike', 'https://cliеnt.example/cb'],
    ['the same in punycode', 'https://xn--clint-0xe.example/cb'],
    ['another scheme', 'http://client.example/cb'],
    ['a space before it', ' https://client.example/cb'],
    ['a line break after it', 'https://client.example/cb\n'],
    ['a NUL', 'https://client.example/cb\0'],
    ['the path in percent-encoding', 'https://client.example/%63b'],
    ['no path', 'https://client.example'],
    ['nothing', ''],
  ])('req 1: with %s is another one', (_what, sent) => {
    expect(registeredRedirect([REGISTERED], sent)).toBeNull();
  });

  it.each([
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb'],
    ['http://127.0.0.1:8000/cb', 'http://127.0.0.1:51004/cb'],
    ['http://127.0.0.1:8000/cb', 'http://127.0.0.1/cb'],
    ['http://[::1]/cb?a=b', 'http://[::1]:51004/cb?a=b'],
    ['http://127.0.0.1:8000', 'http://127.0.0.1:9000'],
  ])('req 2: of a loopback address, %s is %s too', (registered, sent) => {
    expect(registeredRedirect([registered], sent)).toBe(registered);
  });

  it.each([
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/other'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb?a=b'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004/cb/'],
    ['http://127.0.0.1/cb', 'http://localhost:51004/cb'],
    ['http://localhost/cb', 'http://127.0.0.1/cb'],
    ['http://localhost/cb', 'http://localhost:51004/cb'],
    ['http://localhost:80/cb', 'http://localhost/cb'],
    ['http://127.0.0.1/cb', 'http://[::1]/cb'],
    ['http://127.0.0.1/cb', 'https://127.0.0.1:51004/cb'],
    ['https://127.0.0.1/cb', 'https://127.0.0.1:51004/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:51004@evil.example/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1.evil.example/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:/cb'],
    ['http://127.0.0.1/cb', 'http://127.0.0.1:abc/cb'],
    ['http://127.0.0.1/cb', 'http://127.1/cb'],
    ['http://127.0.0.1/cb', 'http://0x7f000001/cb'],
    ['http://127.0.0.1', 'http://127.0.0.1:80\\@evil.example'],
  ])('req 2: %s is not %s', (registered, sent) => {
    expect(registeredRedirect([registered], sent)).toBeNull();
  });
});

describe('an answer at a redirect URI', () => {
  it.each([
    ['https://client.example/cb', 'https://client.example/cb?code=x'],
    ['https://client.example/cb?a=b', 'https://client.example/cb?a=b&code=x'],
    ['https://client.example/cb?', 'https://client.example/cb?code=x'],
    ['https://client.example/cb?a=b&', 'https://client.example/cb?a=b&code=x'],
    ['com.example.app:/cb', 'com.example.app:/cb?code=x'],
  ])('req 8: leaves %s as it was registered', (uri, answered) => {
    expect(withParameters(uri, { code: 'x' })).toBe(answered);
  });

  it('escapes what it says', () => {
    expect(withParameters('https://client.example/cb', { state: '&code=evil#"<>' })).toBe(
      'https://client.example/cb?state=%26code%3Devil%23%22%3C%3E',
    );
  });
});
