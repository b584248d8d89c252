/**
 * 200 refreshes of one refresh token at once, a thousand times: by one process on SQLite, by two on MariaDB, with and
 * without a grace window.
 *
 *   node test/races/refresh-races.mjs [rounds] [sqlite] [mariadb]
 */
import '../../scripts/typescript.mjs';

const { runRaces } = await import('./run-races.ts');
const [rounds = '1000', ...engines] = process.argv.slice(2);
process.exitCode = await runRaces(Number(rounds), engines.length > 0 ? engines : ['sqlite', 'mariadb']);
