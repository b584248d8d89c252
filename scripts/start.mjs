import { buildWhenNeeded } from './build-when-needed.mjs';

/** `npm start`: compiles when that is due, and becomes the server: its signals, its output and its exit code. */
try {
  buildWhenNeeded();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
await import('../dist/main.js');
