import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDocument, documentText } from '../src/admin/openapi.js';
import { AppModule } from '../src/app.module.js';
import { loadSettings } from '../src/config/load-settings.js';
import { configurationMarkdown, envExample } from '../src/config/settings-reference.js';
import { createHttpServer } from '../src/http/http-server.js';
import { createLog } from '../src/http/log.js';

/** The document of a server that is composed and never started, over a database that is gone with it. */
async function openApi() {
  const folder = mkdtempSync(join(tmpdir(), 'realmgate-generate-'));
  const env = { NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: 'sqlite::memory:' };
  const settings = loadSettings(env, { cwd: folder });
  const { app } = await createHttpServer(AppModule.forRoot(settings), settings, createLog('silent'));
  const text = documentText(createDocument(app));
  await app.close();
  rmSync(folder, { recursive: true });
  return text;
}

/** Writes the files that are made from code; tests compare them with it. */
const FILES = {
  '.env.example': envExample(),
  'docs/configuration.md': configurationMarkdown(),
  'docs/openapi.json': await openApi(),
};

for (const [name, text] of Object.entries(FILES)) {
  writeFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), text);
}
