import { Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { ServerStatusRepository, type Counts } from './server-status.repository.js';

/** The version stands in `package.json` alone, three folders above this file, in `src/` as in `dist/`. */
function readVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

export const SERVER_VERSION = readVersion();

@Injectable()
export class ServerStatus {
  constructor(private readonly repository: ServerStatusRepository) {}

  async read(): Promise<{ version: string; database: string; counts: Counts }> {
    const [database, counts] = await Promise.all([this.repository.engine(), this.repository.counts()]);
    return { version: SERVER_VERSION, database, counts };
  }
}
