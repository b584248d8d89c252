import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { freePort, startPinned, stop } from './child.mjs';

/**
 * Starts a MariaDB of its own on an empty folder, every commit flushed to disk.
 *
 * @param {{ cpu: number, workFolder: string }} options
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startMariadb({ cpu, workFolder }) {
  const folder = prepare();
  const port = await freePort();
  const command = [
    'mariadbd',
    '--no-defaults',
    ...asUser(),
    `--datadir=${folder}`,
    `--socket=${folder}/socket`,
    `--pid-file=${folder}/pid`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--innodb-flush-log-at-trx-commit=1',
    '--innodb-buffer-pool-size=256M',
  ];
  const log = `${workFolder}/mariadb.log`;
  const child = startPinned({ cpu, command, env: { PATH: `${process.env.PATH}:/usr/sbin` }, log });
  await makeDatabase(child, { port, log });
  const end = async () => {
    await stop(child, 20);
    rmSync(folder, { recursive: true, force: true });
  };
  return { url: `mysql://bench:bench@127.0.0.1:${port}/bench`, stop: end };
}

/** MariaDB refuses to run as root. */
const asUser = () => (process.getuid?.() === 0 ? ['--user=mysql'] : []);

/** Where user mysql may go, which a checkout need not be. */
function prepare() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-mariadb-'));
  if (process.getuid?.() === 0) {
    const id = (flag) => Number(spawnSync('id', [flag, 'mysql']).stdout);
    chownSync(folder, id('-u'), id('-g'));
  }
  const args = ['--no-defaults', ...asUser(), `--datadir=${folder}`, '--auth-root-authentication-method=normal'];
  const made = spawnSync('mariadb-install-db', [...args, '--skip-test-db'], { encoding: 'utf8', timeout: 60_000 });
  if (made.error || made.status !== 0) {
    throw new Error(`MariaDB cannot be set up (Debian: apt-get install mariadb-server): ${made.error ?? made.stderr}`);
  }
  return folder;
}

async function makeDatabase(child, { port, log }) {
  for (let tries = 300; tries > 0 && child.exitCode === null; tries -= 1) {
    const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' }).catch(() => null);
    if (connection) {
      await connection.query('CREATE DATABASE bench CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
      await connection.query("CREATE USER bench@'%' IDENTIFIED BY 'bench'");
      await connection.query("GRANT ALL ON bench.* TO bench@'%'");
      return connection.end();
    }
    await sleep(100);
  }
  throw new Error(`MariaDB does not answer; its output is in ${log}`);
}
