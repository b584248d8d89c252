#!/usr/bin/env node
import { buildWhenNeeded } from '../scripts/build-when-needed.mjs';

try {
  buildWhenNeeded();
  await import('../dist/cli.js');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
