import { usernameFault, usernameKey } from './username.js';

describe('usernameKey', () => {
  it.each([
    ['Ann', 'ann'],
    ['ＡＮＮ', 'ann'],
    ['ﬁona', 'fiona'],
    ['Zoe\u0308', 'zo\u00eb'],
    ['Ⅳ', 'iv'],
  ])('makes %s one with %s', (username, key) => {
    expect(usernameKey(username)).toBe(usernameKey(key));
    expect(usernameKey(username)).toBe(key);
  });

  it.each([
    ['admin', 'аdmin'],
    ['paul', 'pаul'],
    ['ann', 'ann1'],
    ['straße', 'strasse'],
  ])('req 39: keeps %s and its look-alike %s apart', (one, other) => {
    expect(usernameKey(one)).not.toBe(usernameKey(other));
  });

  it('gives its own result back', () => {
    for (const name of ['İstanbul', 'ΑΣ', 'ŸÑ', 'ﷺ']) expect(usernameKey(usernameKey(name))).toBe(usernameKey(name));
  });
});

describe('usernameFault', () => {
  it.each(['ann', 'ann@example.com', 'Ann Example', 'Žofie', '李', 'a'.repeat(255)])('takes %s', (username) => {
    expect(usernameFault(username)).toBeNull();
  });

  it.each([
    '',
    ' ',
    ' ann',
    'ann ',
    'ann\u0000',
    'an\nn',
    'a\u200bnn',
    'a\u202enn',
    '\ud800',
    'a'.repeat(256),
    'ﷺ'.repeat(20),
  ])('refuses %j', (username) => {
    expect(usernameFault(username)).not.toBeNull();
  });
});
