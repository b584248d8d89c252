import { DatabaseUrlError, parseDatabaseUrl } from './engine.js';

describe('DATABASE_URL', () => {
  it('names a file', () => {
    expect(parseDatabaseUrl('sqlite:data/a.sqlite')).toEqual({ kind: 'sqlite', file: 'data/a.sqlite' });
    expect(parseDatabaseUrl('sqlite:/var/lib/a.sqlite')).toEqual({ kind: 'sqlite', file: '/var/lib/a.sqlite' });
  });

  it('names a database on a server', () => {
    expect(parseDatabaseUrl('mysql://me:p%40ss@db.example.com/realmgate?tls=true')).toEqual({
      kind: 'mysql',
      host: 'db.example.com',
      port: 3306,
      username: 'me',
      password: 'p@ss',
      database: 'realmgate',
      tls: true,
    });
    expect(parseDatabaseUrl('mysql://me@[::1]:3307/realmgate')).toMatchObject({ host: '::1', port: 3307, tls: false });
  });

  it.each(['', 'sqlite:', 'data/a.sqlite', 'postgres://h/d', 'mysql://me:secret@host', 'mysql://me:secret@host/d?a=b'])(
    'is refused without showing its password: %s',
    (url) => {
      expect(() => parseDatabaseUrl(url)).toThrow(DatabaseUrlError);
      expect(() => parseDatabaseUrl(url)).not.toThrow(/secret/);
    },
  );
});
