import 'reflect-metadata';
import { loadSettings } from './src/config/load-settings.js';
import { databaseOf, databaseOptions } from './src/database/open-database.js';
import { ENTITIES } from './src/entities.js';

const { databaseUrl, databasePoolSize } = loadSettings(process.env);

/** For the TypeORM command line, which wants the data source as the default export. */
export default databaseOf(databaseOptions({ url: databaseUrl, poolSize: databasePoolSize, entities: ENTITIES }));
