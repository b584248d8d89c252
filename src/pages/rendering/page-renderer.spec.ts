import type { FastifyReply } from 'fastify';
import { SystemRandom } from '../../kernel/random.js';
import { PageRenderer } from './page-renderer.js';
import type { PageRequest, PageView } from './page.types.js';
import { StaticFiles } from './static-files.js';

class Reply {
  status = 0;
  html = '';
  readonly headers = new Map<string, string>();

  code(status: number): this {
    this.status = status;
    return this;
  }

  header(name: string, value: string): this {
    this.headers.set(name, value);
    return this;
  }

  send(html: string): this {
    this.html = html;
    return this;
  }
}

const renderer = new PageRenderer(new SystemRandom(), new StaticFiles());
const LOGIN: PageView = {
  view: 'login',
  data: {
    client: { name: '<b>Shop</b>', unverified: false },
    action: '/login?request=1',
    links: { resetPassword: null, signUp: null },
  },
  values: { username: null },
};

function show(page: PageView, request: { query?: object; headers?: object; realm?: object } = {}): Reply {
  const reply = new Reply();
  const whole = { query: {}, headers: {}, ...request } as PageRequest;
  renderer.send(whole, reply as unknown as FastifyReply, page, { formToken: 'token' });
  return reply;
}

describe('a page', () => {
  it('escapes what it shows', () => {
    const { html } = show(LOGIN);
    expect(html).toContain('to continue to &lt;b&gt;Shop&lt;/b&gt;');
    expect(html).not.toContain('<b>Shop');
    expect(html).toContain('name="form_token" value="token"');
  });

  it('req 18: cannot be framed', () => {
    const { headers } = show(LOGIN);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  it('req 19: sends no referrer and loads nothing from elsewhere', () => {
    const { headers, html } = show(LOGIN);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self' 'nonce-[^']+'; img-src 'self';/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect([...html.matchAll(/(?:src|href|action)="([^"]*)"/g)].map((match) => match[1])).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^(?!\/)/)]),
    );
  });

  it('has a nonce that no other answer has', () => {
    const nonces = [show(LOGIN), show(LOGIN)].map(({ html }) => /nonce="([^"]+)"/.exec(html)?.[1]);
    expect(new Set(nonces).size).toBe(2);
  });

  it.each([
    ['https://app.example.com/cb?x=1', 'https://app.example.com'],
    ['http://127.0.0.1:4567/cb', 'http://127.0.0.1:4567'],
    ['http://[::1]:4567/cb', 'http:'],
    ['com.example.app:/cb', 'com.example.app:'],
  ])('lets its form lead to %s', (redirectUri, target) => {
    const { headers } = show({ ...LOGIN, redirectUri });
    expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${target};`);
  });

  it.each([
    ['English unless told otherwise', {}, 'Username'],
    ['the language of the browser', { headers: { 'accept-language': 'fr, de-AT;q=0.8, en;q=0.7' } }, 'Benutzername'],
    [
      'the language of the request before it',
      { query: { ui_locales: 'fr es-MX' }, headers: { 'accept-language': 'de' } },
      'Nombre de usuario',
    ],
  ])('speaks %s', (_case, request, word) => {
    expect(show(LOGIN, request).html).toContain(word);
  });

  it('bears the name and colours of its realm', () => {
    const realm = { name: 'acme', displayName: 'Acme & Sons', branding: { primaryColor: '#ffe000' } };
    const { html } = show(LOGIN, { realm });
    expect(html).toContain('Acme &amp; Sons');
    expect(html).toContain('--on-accent:#000000');
  });
});
