import type { FastifyReply } from 'fastify';
import { SystemRandom } from '../kernel/random.js';
import { readCookie } from './browser.js';
import { Browsers } from './browsers.js';

const ID = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_9';

function exchange(cookie?: string) {
  const set: string[] = [];
  const reply = { header: (_name: string, value: string) => set.push(value) } as unknown as FastifyReply;
  return { request: { headers: { cookie } }, reply, set };
}

describe('browsers', () => {
  const browsers = new Browsers(new SystemRandom());

  it('req 22: are given an id of 256 bits for this host alone, that no script reads', () => {
    const { request, reply, set } = exchange();
    const browser = browsers.meet(request, reply, 'demo');
    expect(browser).toMatchObject({ sessionValue: null, isNew: true });
    expect(set).toEqual([`__Host-rgb=${browser.id}; Path=/; Secure; HttpOnly; SameSite=Lax`]);
    expect(browser.id).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('are given one id, however often they are met while they are answered', () => {
    const { request, reply, set } = exchange();
    expect(browsers.meet(request, reply).id).toBe(browsers.meet(request, reply).id);
    expect(set).toHaveLength(1);
  });

  it('are known again, with their session in this realm', () => {
    const { request, reply, set } = exchange(`a=b; __Host-rgb=${ID}; __Host-rgs-demo=rgs_x; __Host-rgs-other=rgs_y`);
    expect(browsers.meet(request, reply, 'demo')).toEqual({ id: ID, sessionValue: 'rgs_x', isNew: false });
    expect(set).toEqual([]);
  });

  it.each([ID.slice(1), `${ID}x`, 'x', ''])('are not known by %j', (id) => {
    const { request, reply } = exchange(`__Host-rgb=${id}`);
    expect(browsers.meet(request, reply)).toMatchObject({ isNew: true });
  });

  it('req 22: are given a session, and it is taken from them', () => {
    const { reply, set } = exchange();
    browsers.keepSession(reply, 'demo', 'rgs_x');
    browsers.dropSession(reply, 'demo');
    expect(set).toEqual([
      '__Host-rgs-demo=rgs_x; Path=/; Secure; HttpOnly; SameSite=Lax',
      '__Host-rgs-demo=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax',
    ]);
  });
});

describe('a cookie', () => {
  it('that comes twice is none', () => {
    expect(readCookie('a=1; a=2', 'a')).toBeNull();
    expect(readCookie('ab=1; a=2', 'a')).toBe('2');
    expect(readCookie(undefined, 'a')).toBeNull();
  });
});
