import { Test } from '@nestjs/testing';
import { ConfigModule } from '../../../src/config/config.module.js';
import { DatabaseModule } from '../../../src/database/database.module.js';
import { Database } from '../../../src/database/database.js';
import { GroupCommit } from '../../../src/database/group-commit.js';
import { isUpToDate } from '../../../src/database/migrate.js';
import { Sql } from '../../../src/database/sql.js';
import { Transaction } from '../../../src/database/transaction.js';
import { ENTITIES } from '../../../src/entities.js';
import { KernelModule } from '../../../src/kernel/kernel.module.js';
import { freshDatabase } from '../../support/database.js';
import { testSettings } from '../../support/settings.js';

const modules = (url: string) =>
  Test.createTestingModule({
    imports: [
      ConfigModule.forRoot(testSettings({ DATABASE_URL: url })),
      KernelModule,
      DatabaseModule.forRoot(ENTITIES),
    ],
  });

describe('the database module', () => {
  it('gives out a migrated database, and closes it at the end', async () => {
    const fresh = await freshDatabase();
    const app = await modules(fresh.url).compile();
    const sql = app.get(Sql);
    await app.get(Transaction).run(() => sql.insert('server_secrets', [{ name: 'a', sealed: '-' }]));
    await app.get(GroupCommit).add([{ table: 'server_secrets', row: { name: 'b', sealed: '-' } }]);
    expect(await sql.query('SELECT name FROM server_secrets ORDER BY name')).toEqual([{ name: 'a' }, { name: 'b' }]);
    const database = app.get(Database);
    expect(await isUpToDate(database)).toBe(true);
    await app.close();
    expect(database.isInitialized).toBe(false);
    await fresh.drop();
  });

  it('ends the start at once when the database cannot be reached, and shows no password', async () => {
    const start = modules('mysql://me:secret@127.0.0.1:9/realmgate')
      .setLogger(false as never)
      .compile();
    await expect(start).rejects.toThrow('"realmgate" at 127.0.0.1:9 cannot be reached');
    await expect(start).rejects.not.toThrow(/secret/);
  });
});
