import 'reflect-metadata';
import { loadSettings } from './src/config/load-settings.js';
import { databaseOf, databaseOptions } from './src/database/open-database.js';
import { ENTITIES } from './src/entities.js';

const { databaseUrl, databasePoolSize } = loadSettings(process.env);

const options = databaseOptions({ url: databaseUrl, poolSize: databasePoolSize, entities: ENTITIES });

/** For the TypeORM command line, which wants the data source as the default export and answers through its logger. */
export default databaseOf({ ...options, logger: 'simple-console', logging: ['schema', 'migration'] });
