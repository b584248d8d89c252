import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configurationMarkdown, envExample } from '../dist/config/settings-reference.js';

/** Writes the files that are made from code; tests compare them with it. */
const FILES = { '.env.example': envExample(), 'docs/configuration.md': configurationMarkdown() };

for (const [name, text] of Object.entries(FILES)) {
  writeFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), text);
}
