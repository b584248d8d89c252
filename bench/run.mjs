import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { stop } from './child.mjs';
import { missingTool } from './load.mjs';
import { startMariadb } from './mariadb.mjs';
import { measure } from './measure.mjs';
import { PATHS, readOptions } from './options.mjs';
import { summarise, table } from './report.mjs';

const SERVER_CPU = 0;
const LOAD_CPU = 1;
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs the whole benchmark; what it started is ended again, whatever happens. */
async function run(options) {
  mkdirSync(here('.work'), { recursive: true });
  const workFolder = mkdtempSync(here('.work/run-'));
  const endings = [];
  const end = async () => {
    for (const ending of endings.splice(0).reverse()) await ending();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end().then(() => process.exit(1)));
  try {
    const database = await startDatabase(options, workFolder, endings);
    const peers = [];
    for (const peer of options.peers) {
      const running = await peer.start({ cpu: SERVER_CPU, workFolder, database });
      endings.push(() => stop(running.child));
      peers.push({ name: peer.name, ...running });
    }
    const figures = await rounds(peers, options, workFolder);
    report(figures, options);
  } finally {
    await end();
  }
  rmSync(workFolder, { recursive: true, force: true });
}

async function startDatabase({ mariadb, database }, workFolder, endings) {
  if (!mariadb) return database;
  const started = await startMariadb({ cpu: LOAD_CPU, workFolder });
  endings.push(started.stop);
  return started.url;
}

/** Every server has its turn on a path before the next path; which goes first, of both, changes from round to round. */
async function rounds(peers, { rounds: count, paths, seconds, connections, latency }, workFolder) {
  const figures = [];
  for (let round = 1; round <= count; round += 1) {
    for (const path of turned(paths, round - 1)) {
      for (const peer of turned(peers, round).filter(({ speaks }) => speaks(path))) {
        const options = { cpu: LOAD_CPU, seconds, connections, latency, warm: round > 1, workFolder };
        const figure = { server: peer.name, path, round, ...(await measure(peer, path, options)) };
        console.error(progress(figure));
        figures.push(figure);
      }
    }
  }
  return figures;
}

const turned = (list, by) => list.map((_, index) => list[(index + by) % list.length]);

const progress = ({ round, path, server, rate, refused, broken }) =>
  `round ${round}  ${PATHS[path].padEnd(30)} ${server.padEnd(14)} ${Math.round(rate)} requests/s` +
  (refused + broken > 0 ? `  VOID: ${refused} refused, ${broken} broken` : '');

function report(figures, options) {
  const rows = summarise(figures);
  const text = `${conditions(options)}\n\n${table(rows)}\n`;
  console.log(`\n${text}`);
  if (rows.some(({ refused, broken }) => refused + broken > 0)) {
    console.log(
      'VOID: answers other than 2xx (refused), or connections that broke or timed out; such a figure says nothing.',
    );
    process.exitCode = 1;
  }
  if (options.save) save(text, rows, options);
}

const conditions = ({ rounds, seconds, connections, mariadb, database }) =>
  `${cpus()[0]?.model.trim()}, Node ${process.version}, ${connections} connections, ${rounds} rounds of ${seconds} s; ` +
  `realmgate on ${mariadb || database?.startsWith('mysql:') ? 'MariaDB (on the core of the load)' : 'SQLite'}. ` +
  'Medians (least-most).';

function save(text, rows, options) {
  const folder = here('results');
  const stamp = new Date().toISOString().slice(0, 16).replace(':', '');
  const name = `${folder}/${stamp}-${options.mariadb || options.database ? 'mariadb' : 'sqlite'}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${name}.md`, text);
  writeFileSync(`${name}.json`, `${JSON.stringify({ conditions: conditions(options), rows }, null, 2)}\n`);
  console.log(`Saved as ${name}.md and .json`);
}

function refusal(options) {
  if (cpus().length < 2) return 'Two cores are needed: one for the server, one for the load.';
  const needsBuild = options.peers.some(({ name }) => name === 'realmgate') && !existsSync(here('../dist/main.js'));
  return needsBuild ? 'dist/main.js is missing: run `npm run build` first.' : missingTool();
}

try {
  const options = readOptions(process.argv.slice(2));
  const reason = options && refusal(options);
  if (reason) throw new Error(reason);
  if (options) await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
