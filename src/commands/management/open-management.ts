import { NestFactory } from '@nestjs/core';
import { loadSettings } from '../../config/load-settings.js';
import type { Settings } from '../../config/settings.js';
import type { EntityClass } from '../../database/open-database.js';
import { ManagementModule } from './management.module.js';
import { Management } from './management.service.js';

/**
 * Works on the database of the settings through the services of the server, which need not run. Tables are brought up to
 * date first; a server that runs at the same time sees every change at once.
 */
export async function withManagement<T>(
  entities: readonly EntityClass[],
  work: (management: Management) => Promise<T>,
  settings: Settings = loadSettings(),
): Promise<T> {
  const module = ManagementModule.forRoot(settings, entities);
  const app = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
  try {
    return await work(app.get(Management));
  } finally {
    await app.close();
  }
}
