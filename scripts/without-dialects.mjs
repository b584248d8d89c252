import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';

/**
 * Shows that every dialect can be deleted: in a copy of the project without its folder, its line of the list and its own
 * tests, everything else still compiles, keeps its direction and passes.
 *
 * Usage: npm run test:without-dialects [-- NAME ...]
 */
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIALECTS = 'src/dialects';
const LIST = `${DIALECTS}/all-dialects.ts`;
/** Compilers need one core each. */
const AT_ONCE = 2;

/** Every exchange of the standard token endpoint, the metadata, and what each dialect says and is answered, to the letter. */
const ESSENTIAL = [
  'test/e2e/oauth/(token-endpoint|metadata|dialect-terms)',
  'test/e2e/dialects/(goodbridge|gtwy|gtwy-exchanges|onesait-golden|capacity)[.]test',
];

const CHECKS = [
  ['types', ['npm', 'run', '--silent', 'types']],
  ['direction', ['npm', 'run', '--silent', 'direction']],
  // The references are made from the code that is left.
  ['references', ['npm', 'run', '--silent', 'generate']],
  ['unit tests', jest('unit', 'architecture')],
  ['the standards and the other dialects', jest('e2e', '--', ...ESSENTIAL)],
];

function jest(...rest) {
  return ['npm', 'run', '--silent', 'jest', '--', '--silent', '--selectProjects', ...rest];
}

/** What is tracked, as it stands: without what tests and builds leave behind. */
function copy() {
  const folder = mkdtempSync(join(tmpdir(), 'realmgate-without-'));
  const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  for (const name of stdout.split('\0').filter((file) => file !== '')) cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

function remove(folder, name) {
  rmSync(join(folder, DIALECTS, name), { recursive: true });
  const tests = join(folder, 'test/e2e/dialects');
  for (const file of readdirSync(tests).filter((file) => file.startsWith(name))) rmSync(join(tests, file));
  const list = readFileSync(join(folder, LIST), 'utf8');
  const [line, constant] = new RegExp(`^import \\{ (\\w+) \\} from './${name}/.*\\n`, 'm').exec(list) ?? [];
  if (!constant) throw new Error(`${LIST} has no line for ${name}.`);
  const shorter = list.replace(line, '').replace(new RegExp(`${constant}, |, ${constant}\\b`), '');
  writeFileSync(join(folder, LIST), shorter);
}

async function isGreenWithout(name) {
  const folder = copy();
  try {
    remove(folder, name);
    for (const [check, command] of CHECKS) {
      const fault = await faultOf(command, folder);
      console.log(`without ${name}: ${check} ${fault === null ? 'pass' : `FAIL\n${fault}`}`);
      if (fault !== null) return false;
    }
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a command said that failed; null for one that did not. */
async function faultOf([command, ...args], cwd) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  return status === 0 ? null : said;
}

const folders = readdirSync(join(ROOT, DIALECTS), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const known = folders.map(({ name }) => name);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;
const unknown = wanted.find((name) => !known.includes(name));
if (unknown) {
  console.error(`There is no dialect ${unknown}; there are: ${known.join(', ')}.`);
  process.exitCode = 2;
} else {
  const verdicts = await pLimit(AT_ONCE).map(wanted, isGreenWithout);
  if (!verdicts.every(Boolean)) process.exitCode = 1;
}
