import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/load-settings.js';
import type { Settings } from '../../src/config/settings.js';

const emptyFolder = mkdtempSync(join(tmpdir(), 'realmgate-settings-'));

/** Valid settings for a test, by the names of the environment; nothing is read from the machine. */
export const testSettings = (env: Record<string, string> = {}): Settings =>
  loadSettings(
    {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      PUBLIC_URL: 'http://localhost:3000',
      HOST: '127.0.0.1',
      PORT: '0',
      DATABASE_URL: 'sqlite::memory:',
      MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      ...env,
    },
    { cwd: emptyFolder },
  );
