import Sqlite from 'better-sqlite3';
import { createConnection, type RowDataPacket } from 'mysql2/promise';

const TABLES = [
  'realms',
  'clients',
  'client_origins',
  'users',
  'signing_keys',
  'grants',
  'tokens',
  'revoked_jtis',
  'audit_events',
  'connections',
  'connection_secrets',
  'connection_sessions',
];

/** Each yields a row for every breach of a rule. */
const RULES: Readonly<Record<string, string>> = {
  'a refresh family has two live leaves':
    "SELECT COUNT(*) AS leaves FROM tokens WHERE kind = 'refresh' AND consumedAt IS NULL GROUP BY grantId HAVING COUNT(*) > 1",
  'a token belongs to no grant':
    'SELECT tokens.hash FROM tokens LEFT JOIN grants ON grants.id = tokens.grantId WHERE tokens.grantId IS NOT NULL AND grants.id IS NULL',
  'a grant has no refresh token':
    "SELECT grants.id FROM grants LEFT JOIN tokens ON tokens.grantId = grants.id AND tokens.kind = 'refresh' WHERE tokens.hash IS NULL",
  'a connection has no tokens':
    'SELECT connections.id FROM connections LEFT JOIN connection_secrets ON connection_secrets.connectionId = connections.id WHERE connections.live = 1 AND connection_secrets.connectionId IS NULL',
  'a connect session is completed by nothing':
    "SELECT connection_sessions.id FROM connection_sessions LEFT JOIN connections ON connections.id = connection_sessions.connectionId WHERE connection_sessions.status = 'completed' AND connections.id IS NULL",
};

type Query = (sql: string) => Promise<unknown[]>;

/** What is wrong with the database as it lies there; empty when nothing is. */
export async function integrityProblems(url: string): Promise<string[]> {
  return url.startsWith('sqlite:') ? checkSqlite(url.slice('sqlite:'.length)) : checkMysql(url);
}

async function checkSqlite(path: string): Promise<string[]> {
  const database = new Sqlite(path);
  try {
    const found = database.pragma('integrity_check', { simple: true });
    const broken = database.pragma('foreign_key_check') as unknown[];
    const problems = found === 'ok' && broken.length === 0 ? [] : [`integrity_check: ${String(found)}`];
    return [...problems, ...(await breaches(async (sql) => database.prepare(sql).all()))];
  } finally {
    database.close();
  }
}

async function checkMysql(url: string): Promise<string[]> {
  const connection = await createConnection(url);
  const query: Query = async (sql) => (await connection.query<RowDataPacket[]>(sql))[0];
  try {
    const checked = (await query(`CHECK TABLE ${TABLES.join(', ')}`)) as { Msg_text: string; Table: string }[];
    const bad = checked.filter(({ Msg_text: text }) => text !== 'OK').map((row) => `${row.Table}: ${row.Msg_text}`);
    return [...bad, ...(await breaches(query))];
  } finally {
    await connection.end();
  }
}

async function breaches(query: Query): Promise<string[]> {
  const problems: string[] = [];
  for (const [rule, sql] of Object.entries(RULES)) {
    if ((await query(sql)).length > 0) problems.push(rule);
  }
  return problems;
}
