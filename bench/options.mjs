import { parseArgs } from 'node:util';
import { allPeers } from './peers/all-peers.mjs';

/** The paths of the benchmark, and how they are called in its tables. */
export const PATHS = {
  'jwt': 'client_credentials, ES256 JWT',
  'opaque': 'client_credentials, opaque',
  'introspect': 'introspection, opaque',
  'refresh': 'refresh_token with rotation',
  'code': 'authorization_code with PKCE',
  'goodbridge-refresh': 'the same, as GoodBridge speaks',
  'onesait-refresh': 'the same, as onesait speaks',
};

/** What only this server has, beside the path of its own that it is compared with. */
export const COMPARED_WITH = { 'goodbridge-refresh': 'refresh', 'onesait-refresh': 'refresh' };

const HELP = `Measures this server beside a floor (bare node:http) and oidc-provider (in memory), in interleaved rounds.

Usage: npm run bench -- [options]

  --rounds N         rounds; a figure is the median over them (default 3)
  --seconds N        seconds of each measurement (default 5)
  --paths LIST       of ${Object.keys(PATHS).join(', ')} (default all)
  --servers LIST     of ${allPeers.map(({ name }) => name).join(', ')} (default all)
  --connections N    connections that are kept busy (default 32)
  --no-latency       leave out the second measurement, latency at half of the rate just reached
  --mariadb          run realmgate on a private MariaDB that is started for it (default: SQLite)
  --database URL     run realmgate on that database, which must be empty
  --save             write the figures to bench/results/
  --help             show this text

Each server is pinned to the first core, the load (and a private MariaDB) to the second. Needs wrk and taskset.
One measurement lasts --seconds, twice that with latency: rounds x paths x servers of them.
`;

const DESCRIPTION = {
  'rounds': { type: 'string', default: '3' },
  'seconds': { type: 'string', default: '5' },
  'paths': { type: 'string', default: Object.keys(PATHS).join(',') },
  'servers': { type: 'string', default: allPeers.map(({ name }) => name).join(',') },
  'connections': { type: 'string', default: '32' },
  'no-latency': { type: 'boolean', default: false },
  'mariadb': { type: 'boolean', default: false },
  'database': { type: 'string' },
  'save': { type: 'boolean', default: false },
  'help': { type: 'boolean', default: false },
};

/**
 * @returns the options of this run; null when the help was asked for, and shown.
 * @throws Error in one plain line
 */
export function readOptions(args) {
  const { values } = parseArgs({ args, options: DESCRIPTION });
  if (values.help) {
    console.log(HELP);
    return null;
  }
  if (values.mariadb && values.database) throw new Error('--mariadb and --database exclude each other.');
  return {
    rounds: whole('rounds', values.rounds, 50),
    seconds: whole('seconds', values.seconds, 120),
    connections: whole('connections', values.connections, 1000),
    paths: chosen('paths', values.paths, Object.keys(PATHS)),
    peers: chosen(
      'servers',
      values.servers,
      allPeers.map(({ name }) => name),
    ).map((wanted) => allPeers.find(({ name }) => name === wanted)),
    latency: !values['no-latency'],
    mariadb: values.mariadb,
    database: values.database,
    save: values.save,
  };
}

function whole(name, text, most) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most)
    throw new Error(`--${name} is a number from 1 to ${most}.`);
  return number;
}

function chosen(name, text, known) {
  const wanted = text.split(',').filter((word) => word !== '');
  const unknown = wanted.filter((word) => !known.includes(word));
  if (unknown.length > 0 || wanted.length === 0) throw new Error(`--${name} is a list of: ${known.join(', ')}.`);
  return wanted;
}
