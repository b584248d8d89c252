import { redirectUriFault } from './redirect-uri.rules.js';

describe('redirectUriFault', () => {
  it.each([
    'https://app.example.com/cb',
    'https://app.example.com',
    'https://app.example.com:8443/cb?tenant=1',
    'https://xn--bcher-kva.example/cb',
    'http://127.0.0.1/cb',
    'http://127.0.0.1:9000/cb',
    'http://[::1]:9000/cb',
    'http://localhost:3000/cb',
    'com.example.app:/cb',
    'com.example.app://cb',
  ])('takes %s', (uri) => {
    expect(redirectUriFault(uri)).toBeNull();
  });

  it.each([
    'http://app.example.com/cb',
    'http://127.0.0.1.example.com/cb',
    'http://localhost.example.com/cb',
    'http://127.1/cb',
    'http://0x7f000001/cb',
    'http://2130706433/cb',
    'http://[::ffff:127.0.0.1]/cb',
  ])('req 3: refuses http for a host that is not plainly loopback: %s', (uri) => {
    expect(redirectUriFault(uri)).not.toBeNull();
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript://app.example.com/%0aalert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example.com/1',
    'about:blank',
  ])('req 3: refuses a scheme that runs or shows what it holds: %s', (uri) => {
    expect(redirectUriFault(uri)).toMatch(/scheme/);
  });

  it.each(['myapp:/cb', 'myapp://cb', 'Com.Example.App:/cb'])('req 4: refuses a private-use scheme like %s', (uri) => {
    expect(redirectUriFault(uri)).toMatch(/scheme/);
  });

  it.each(['https://app.example.com/cb#', 'https://app.example.com/cb#x', 'com.example.app:/cb#x'])(
    'req 5: refuses the fragment of %s',
    (uri) => {
      expect(redirectUriFault(uri)).toBe('has a fragment');
    },
  );

  it.each([
    'https://app.example.com/cb?code=1',
    'https://app.example.com/cb?x=1&state=2',
    'https://app.example.com/cb?iss=x',
    'https://app.example.com/cb?%63ode=1',
    'com.example.app:/cb?error=x',
  ])('req 8: refuses a query that sets a response parameter: %s', (uri) => {
    expect(redirectUriFault(uri)).toMatch(/query/);
  });

  it.each([
    '/cb',
    'app.example.com/cb',
    '//app.example.com/cb',
    '',
    'https:',
    'https:app.example.com/cb',
    'https:///app.example.com/cb',
    'https:/\\app.example.com/cb',
    'https://',
    'https://user@app.example.com/cb',
    'https://trusted.example@evil.example/cb',
    'https://app.example.com:443/cb',
    'https://APP.example.com/cb',
    'HTTPS://app.example.com/cb',
    'https://bücher.example/cb',
    'https://app.example.com/a/../cb',
    'https://app.example.com/a/%2e%2e/cb',
    'https://app.example.com/./cb',
    'https://app.example.com/c b',
    'https://app.example.com/\tcb',
    'https://app.example.com\\cb',
    'https://*.example.com/cb',
    'https://app.example.com/<cb>',
    `https://app.example.com/${'x'.repeat(2048)}`,
  ])('req 1: refuses what is not in its plain form: %s', (uri) => {
    expect(redirectUriFault(uri)).not.toBeNull();
  });
});
