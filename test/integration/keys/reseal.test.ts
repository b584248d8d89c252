import { KeysService } from '../../../src/keys/keys.service.js';
import { Sql } from '../../../src/database/sql.js';
import { freshDatabase } from '../../support/database.js';
import { openDomain } from '../../support/domain.js';

const OLD = `old:${Buffer.alloc(32, 1).toString('base64')}`;
const NEW = `new:${Buffer.alloc(32, 2).toString('base64')}`;

describe('a change of MASTER_KEY', () => {
  it('seals the private keys anew at the start and leaves the keys as they are', async () => {
    const database = await freshDatabase();
    const before = await openDomain({ url: database.url, env: { MASTER_KEY: OLD } });
    const realm = await before.realm('one');
    await before.get(KeysService).provision(realm);
    const listed = await before.get(KeysService).list(realm);
    await before.close();

    const after = await openDomain({ url: database.url, env: { MASTER_KEY: `${NEW},${OLD}` } });
    const rows = await after.get(Sql).query<{ sealedPrivateKey: string }>('SELECT sealedPrivateKey FROM signing_keys');
    expect(rows.map(({ sealedPrivateKey }) => sealedPrivateKey.split('.')[0])).toEqual(['new', 'new', 'new', 'new']);
    expect(await after.get(KeysService).list(realm)).toEqual(listed);
    await after.get(KeysService).signer(realm, 'ES256');
    await after.close();
    await database.drop();
  });
});
