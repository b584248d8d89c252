import { defaultKid } from '../kernel/seal.js';
import { SettingProblem } from './setting.decorator.js';
import { databaseUrl, networks, origin, reachable, sealingKeys } from './setting.parsers.js';

describe('an origin', () => {
  it.each([
    ['https://id.example.com', 'https://id.example.com'],
    ['https://ID.example.com:443/', 'https://id.example.com'],
    ['https://id.example.com:8443', 'https://id.example.com:8443'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://[::1]:80', 'http://[::1]'],
  ])('of %s is %s', (text, canonical) => {
    expect(origin(text)).toBe(canonical);
  });

  it.each([
    'https://id.example.com/auth',
    'https://id.example.com?x=1',
    'https://id.example.com/#x',
    'https://user@id.example.com',
    'ftp://id.example.com',
    'id.example.com',
  ])('is not %s', (text) => {
    expect(() => origin(text)).toThrow(SettingProblem);
  });
});

describe('the URL of a database', () => {
  it.each(['pass%word', '%', '100%', 'a%2', 'a%ff'])(
    'req 27: is not shown for the stray %% of the password %s',
    (password) => {
      expect(() => databaseUrl(`mysql://root:${password}@db/realmgate`)).toThrow(
        new SettingProblem('is not percent-encoded: a % of the password is written %25'),
      );
    },
  );

  it.each(['mysql://root:100%25@db/realmgate', 'mysql://db:3307/realmgate', 'sqlite:data/x.sqlite'])(
    'may be %s',
    (text) => {
      expect(databaseUrl(text)).toBe(text);
    },
  );

  it.each(['postgres://x/y', 'mysql://root@', 'mysql://db', 'mysql://db/a/b', 'sqlite:'])('is not %s', (text) => {
    expect(() => databaseUrl(text)).toThrow(SettingProblem);
  });
});

describe('networks', () => {
  it('are addresses and blocks of both families', () => {
    expect(networks('10.0.0.0/8, ::1,fd00::/8')).toEqual(['10.0.0.0/8', '::1', 'fd00::/8']);
  });

  it.each(['0.0.0.0/0', '::/0', 'loopback', '10.0.0.0/', '10.0.0.0/8/8', 'true', '*'])('are not %s', (text) => {
    expect(() => networks(text)).toThrow(SettingProblem);
  });
});

describe('what may be reached', () => {
  it.each(['peer.example', 'peer.example:8443', '10.1.2.3', '10.0.0.0/8:443', '[::1]', '[fd00::/8]:443'])(
    'may be %s',
    (text) => {
      expect(reachable(text)).toEqual([text]);
    },
  );

  it('may be several', () => {
    expect(reachable('a.example, b:1')).toEqual(['a.example', 'b:1']);
  });

  it.each([
    'Peer.example',
    'http://peer.example',
    '10.0.0.0/33',
    '0.0.0.0/0',
    '[::/0]',
    '::1',
    'a/b',
    'peer.example:',
    '*',
  ])('is not %s', (text) => {
    expect(() => reachable(text)).toThrow(SettingProblem);
  });
});

describe('sealing keys', () => {
  const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const [FIRST, SECOND] = [first.toString('base64'), second.toString('base64')];

  it('are named by the first hex digits of their SHA-256 when they have no name', () => {
    expect(sealingKeys(`new:${SECOND}, ${FIRST}`)).toEqual([
      { kid: 'new', key: second },
      { kid: defaultKid(first), key: first },
    ]);
  });

  it.each([
    ['31 bytes', Buffer.alloc(31).toString('base64')],
    ['33 bytes', Buffer.alloc(33).toString('base64')],
    ['something else than base64', `${FIRST.slice(0, -2)}!=`],
    ['two keys of one name', `a:${FIRST},a:${SECOND}`],
    ['a name with a dot', `a.b:${FIRST}`],
    ['commas alone', ',,'],
  ])('are not %s', (_what, text) => {
    expect(() => sealingKeys(text)).toThrow(SettingProblem);
  });
});
