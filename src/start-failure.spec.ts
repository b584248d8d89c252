import { SettingsError } from './config/load-settings.js';
import { DatabaseError } from './database/database-error.js';
import { SealError } from './kernel/seal.js';
import { startFailure } from './start-failure.js';

const system = (code: string): Error => Object.assign(new Error(`listen ${code}`), { code, port: 3000 });

describe('why the server did not start', () => {
  it.each([
    ['a setting', new SettingsError(['PORT must be a whole number.']), /PORT must be a whole number/],
    ['the database', new DatabaseError('fault', 'ECONNREFUSED', 'cannot be reached'), /^The database cannot be used/],
    [
      'the database, below another error',
      new Error('Start', { cause: new DatabaseError('fault', 'X', 'gone') }),
      /^The database/,
    ],
    ['the master key', new SealError('No key "a" to open pepper with.'), /^MASTER_KEY does not open/],
    ['a port in use', system('EADDRINUSE'), /^Port 3000 is in use .*Set PORT/],
    ['a port that is not allowed', system('EACCES'), /^Port 3000 may not .*Set PORT/],
    ['a host of another machine', system('EADDRNOTAVAIL'), /^HOST/],
    ['something that is no error', 'x', /^The server did not start\.$/],
  ])('is said in words for %s, without a stack', (_what, error, text) => {
    expect(startFailure(error)).toMatch(text);
    expect(startFailure(error)).not.toMatch(/\n\s+at /);
  });

  it('comes with its stack when nobody foresaw it', () => {
    expect(startFailure(new Error('odd'))).toMatch(/odd\n\s+at /);
    expect(startFailure(Object.assign(new Error('open x'), { code: 'EACCES' }))).toMatch(/open x\n\s+at /);
  });
});
