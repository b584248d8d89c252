import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(root, 'dist', 'cli.js');
const RECORD = join(root, 'dist', '.tsbuildinfo');
const LOCK = join(root, 'dist', '.building');
const LOCK_LIFETIME = 120_000;
const SOURCES = ['src', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name));

/**
 * Compiles the sources when `dist/` is missing or older than they are. An installed copy, which has no sources or no
 * compiler, runs what it came with.
 *
 * @throws Error when it does not compile
 */
export function buildWhenNeeded() {
  const compiler = findCompiler();
  if (!compiler || !existsSync(join(root, 'src')) || isBuilt()) return;
  alone(() => {
    if (!isBuilt()) build(compiler);
  });
}

function build(compiler) {
  const start = new Date();
  process.stderr.write('Building, which takes about 20 seconds ...\n');
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiler, 'build'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The server does not compile:\n${stdout}${stderr}`);
  utimesSync(RECORD, start, start);
  process.stderr.write(`Built in ${Math.round((Date.now() - start) / 1000)} seconds.\n`);
}

/** Two that start at once do not write the same files; a lock that was left behind loses its force. */
function alone(work) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  while (!claim()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  try {
    work();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function claim() {
  try {
    closeSync(openSync(LOCK, 'wx'));
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const held = statSync(LOCK, { throwIfNoEntry: false });
    if (held && Date.now() - held.mtimeMs > LOCK_LIFETIME) rmSync(LOCK, { force: true });
    return false;
  }
}

function findCompiler() {
  try {
    return createRequire(import.meta.url).resolve('@nestjs/cli/bin/nest.js');
  } catch {
    return undefined;
  }
}

/** The record of what was compiled is as old as the build. */
const isBuilt = () => existsSync(BUILT) && existsSync(RECORD) && newest(SOURCES) <= statSync(RECORD).mtimeMs;

const newest = (paths) => Math.max(...paths.map((path) => timeOf(path)));

function timeOf(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const compiled = readdirSync(path).filter((name) => !name.endsWith('.spec.ts'));
  return newest(compiled.map((name) => join(path, name)));
}
