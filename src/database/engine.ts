/** Where the data lies, as `DATABASE_URL` says. */
export type Engine =
  | { readonly kind: 'sqlite'; readonly file: string }
  | {
      readonly kind: 'mysql';
      readonly host: string;
      readonly port: number;
      readonly username: string;
      readonly password: string;
      readonly database: string;
      readonly tls: boolean;
    };

/** Says what is wrong with the URL and never repeats it: it holds a password. */
export class DatabaseUrlError extends Error {
  override readonly name = 'DatabaseUrlError';
}

/**
 * Reads `sqlite:path` (absolute, or relative to the working folder) or
 * `mysql://user:password@host:3306/database?tls=true` (MySQL, MariaDB, Galera, TiDB).
 *
 * @throws DatabaseUrlError
 */
export function parseDatabaseUrl(text: string): Engine {
  if (text.startsWith('sqlite:')) return sqlite(text.slice('sqlite:'.length));
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['mysql:', 'mariadb:'].includes(url.protocol)) {
    throw new DatabaseUrlError('DATABASE_URL is neither sqlite:path nor mysql://user:password@host/database.');
  }
  return mysql(url);
}

function sqlite(file: string): Engine {
  if (file === '') throw new DatabaseUrlError('DATABASE_URL names no file after sqlite:');
  return { kind: 'sqlite', file };
}

function mysql(url: URL): Engine {
  const database = decodeURIComponent(url.pathname.slice(1));
  if (database === '') throw new DatabaseUrlError('DATABASE_URL names no database after the host.');
  const stray = [...url.searchParams.keys()].find((name) => name !== 'tls');
  if (stray !== undefined) throw new DatabaseUrlError('DATABASE_URL has a parameter other than tls.');
  return {
    kind: 'mysql',
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 3306),
    username: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    tls: url.searchParams.get('tls') === 'true',
  };
}
