import { ClientsService } from '../../../src/clients/clients.service.js';
import type { NewClient } from '../../../src/clients/client.types.js';
import { Sql } from '../../../src/database/sql.js';
import { Transaction } from '../../../src/database/transaction.js';
import { idToBytes } from '../../../src/kernel/ids.js';
import type { Realm } from '../../../src/realms/realm.types.js';
import { RolesService } from '../../../src/realms/roles.service.js';
import { ScopesService } from '../../../src/scopes/scopes.service.js';
import { type Domain, freshDomain, openDomain } from '../../support/domain.js';

const refusal = (code: string) => expect.objectContaining({ code });
const field = (name: string) =>
  expect.objectContaining({ code: 'invalid', fields: [expect.objectContaining({ field: name })] });

describe('clients', () => {
  let node: Domain;
  let other: Domain;
  let clients: ClientsService;
  let realm: Realm;
  let count = 0;

  const create = (input: Partial<NewClient> = {}) => clients.create(realm, { clientId: `app${++count}`, ...input });
  const elsewhere = (): ClientsService => other.get(ClientsService);

  beforeAll(async () => {
    node = await freshDomain();
    other = await openDomain({ url: node.url, clock: node.clock });
    clients = node.get(ClientsService);
    realm = await node.realm('demo', { key: 'the-realm-key' });
    await node.get(RolesService).create(realm, { name: 'reader' });
  });
  afterAll(async () => {
    await other.close();
    await node.close();
  });

  it('makes a client that may do nothing yet, with a random secret that is shown once', async () => {
    const { client, clientSecret } = await create({ clientId: 'plain' });
    expect(client).toMatchObject({ grantTypes: [], scopes: [], requirePkce: true, enabled: true, version: 1 });
    expect(clientSecret).toMatch(/^[\w-]{43}$/);
    expect(await elsewhere().find(realm, 'plain')).toEqual(client);
    expect(clients.verifySecret(realm, client, clientSecret as string)).toBe(true);
  });

  it('shows no secret that was sent', async () => {
    const { client, clientSecret } = await create({ clientSecret: 'a-secret-of-my-own' });
    expect(clientSecret).toBeUndefined();
    expect(clients.verifySecret(realm, client, 'a-secret-of-my-own')).toBe(true);
  });

  it('lets the realm key authenticate a client that was made without a secret', async () => {
    const { client } = await create({ clientSecret: null });
    expect(clients.verifySecret(realm, client, 'the-realm-key')).toBe(true);
    const { clientSecret } = await clients.addSecret(realm, client.clientId);
    const now = await clients.get(realm, client.clientId);
    expect(clients.verifySecret(realm, now, 'the-realm-key')).toBe(false);
    expect(clients.verifySecret(realm, now, clientSecret)).toBe(true);
  });

  it('gives a public client no secret', async () => {
    const { client, clientSecret } = await create({ type: 'public' });
    expect(clientSecret).toBeUndefined();
    expect(clients.verifySecret(realm, client, 'the-realm-key')).toBe(false);
    await expect(create({ type: 'public', clientSecret: 'x'.repeat(16) })).rejects.toEqual(field('clientSecret'));
    await expect(clients.addSecret(realm, client.clientId)).rejects.toEqual(refusal('conflict'));
  });

  it('refuses an id twice, but tells upper from lower case', async () => {
    await create({ clientId: 'Same' });
    await create({ clientId: 'same' });
    await expect(create({ clientId: 'same' })).rejects.toEqual(refusal('conflict'));
  });

  it('refuses a scope that the realm does not have', async () => {
    await expect(create({ scopes: ['openid', 'nope'] })).rejects.toEqual(field('scopes[1]'));
  });

  it('makes nothing of a client whose roles do not exist', async () => {
    await expect(create({ clientId: 'undone', roles: ['nope'] })).rejects.toEqual(refusal('invalid'));
    expect(await clients.find(realm, 'undone')).toBeNull();
  });

  it('gives and takes roles', async () => {
    const { client } = await create({ roles: ['reader'] });
    const roles = node.get(RolesService);
    expect(await roles.authoritiesOf(realm, 'client', client)).toEqual(['reader']);
    const without = await clients.update(realm, client.clientId, { roles: [] });
    expect(await roles.authoritiesOf(realm, 'client', without)).toEqual([]);
  });

  it('merges changes, counts versions and refuses a stale one', async () => {
    const { client } = await create({ scopes: ['openid'], name: 'before' });
    const changed = await clients.update(realm, client.clientId, { name: 'after' }, 1);
    expect(changed).toMatchObject({ name: 'after', scopes: ['openid'], version: 2 });
    await expect(clients.update(realm, client.clientId, { name: 'late' }, 1)).rejects.toEqual(refusal('stale'));
    expect(await elsewhere().find(realm, client.clientId)).toEqual(changed);
  });

  it('loses none of the changes that come at once', async () => {
    const { client } = await create();
    const changes = [{ name: 'x' }, { scopes: ['openid'] }, { audience: ['y'] }, { acceptsJson: true }];
    const nodeOf = (index: number): ClientsService => (index % 2 ? elsewhere() : clients);
    await Promise.all(changes.map((change, index) => nodeOf(index).update(realm, client.clientId, change)));
    const now = await clients.get(realm, client.clientId);
    expect(now).toMatchObject({ name: 'x', scopes: ['openid'], audience: ['y'], acceptsJson: true, version: 5 });
  });

  it('checks the client as it would be after a change', async () => {
    const { client } = await create({ type: 'public' });
    await expect(clients.update(realm, client.clientId, { requirePkce: false })).rejects.toEqual(field('requirePkce'));
  });

  it('ignores fields that no administrator sets', async () => {
    const { client } = await create();
    const sly = { type: 'public', origin: 'realm', secrets: [], clientId: 'other', id: 'x', version: 9 };
    const changed = await clients.update(realm, client.clientId, sly as never);
    expect(changed).toEqual({ ...client, version: 2, updatedAt: changed.updatedAt });
  });

  it('req 60: shows a disabled client as disabled on every node at once', async () => {
    const { client } = await create();
    expect((await elsewhere().findById(realm, client.id))?.enabled).toBe(true);
    await clients.update(realm, client.clientId, { enabled: false });
    expect((await elsewhere().findById(realm, client.id))?.enabled).toBe(false);
    expect((await elsewhere().find(realm, client.clientId))?.enabled).toBe(false);
  });

  it('never shows others what a transaction saw and rolled back', async () => {
    const { client } = await create({ name: 'true' });
    const work = node.get(Transaction).run(async () => {
      await clients.update(realm, client.clientId, { name: 'undone' });
      expect((await clients.get(realm, client.clientId)).name).toBe('undone');
      throw new Error('undo');
    });
    await expect(work).rejects.toThrow('undo');
    expect((await clients.get(realm, client.clientId)).name).toBe('true');
    await clients.update(realm, client.clientId, { name: 'changed' });
    expect((await clients.get(realm, client.clientId)).name).toBe('changed');
  });

  it('takes two live secrets and refuses a third until one ends', async () => {
    const { client, clientSecret } = await create();
    const second = await clients.addSecret(realm, client.clientId, { secret: 'the-second-secret', expireOthersIn: 60 });
    expect(second.clientSecret).toBe('the-second-secret');
    await expect(clients.addSecret(realm, client.clientId)).rejects.toEqual(refusal('conflict'));
    const both = await clients.get(realm, client.clientId);
    expect(clients.verifySecret(realm, both, clientSecret as string)).toBe(true);
    node.clock.advance(60);
    expect(clients.verifySecret(realm, both, clientSecret as string)).toBe(false);
    expect(clients.verifySecret(realm, both, 'the-second-secret')).toBe(true);
    await clients.addSecret(realm, client.clientId);
    expect((await clients.get(realm, client.clientId)).secrets).toHaveLength(2);
  });

  it('never lets a race add a third secret', async () => {
    const { client } = await create();
    const nodes = [clients, elsewhere(), clients, elsewhere()];
    const outcomes = await Promise.allSettled(nodes.map((each) => each.addSecret(realm, client.clientId)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await clients.get(realm, client.clientId)).secrets).toHaveLength(2);
  });

  it('req 38: keeps no secret in the database', async () => {
    const { clientSecret } = await create();
    const rows = await node.get(Sql).query('SELECT * FROM clients');
    expect(JSON.stringify(rows)).not.toContain(clientSecret);
  });

  it('deletes a client with its roles', async () => {
    const { client } = await create({ roles: ['reader'] });
    await clients.delete(realm, client.clientId);
    expect(await elsewhere().findById(realm, client.id)).toBeNull();
    const held = 'SELECT * FROM role_assignments WHERE subjectId = ?';
    expect(await node.get(Sql).query(held, [idToBytes(client.id)])).toEqual([]);
    await expect(clients.delete(realm, client.clientId)).rejects.toEqual(refusal('not_found'));
  });

  it('lists page by page', async () => {
    const list = await node.realm('list');
    for (const clientId of ['a', 'b', 'c']) await clients.create(list, { clientId });
    const first = await clients.list(list, { limit: 2 });
    const second = await clients.list(list, { limit: 2, cursor: first.nextCursor as string });
    const listed = [...first.items, ...second.items].map(({ clientId }) => clientId);
    expect(listed.sort()).toEqual(['a', 'b', 'c']);
    expect(first.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    const forged = clients.list(list, { limit: 2, cursor: "' OR 1=1 --" });
    await expect(forged).rejects.toEqual(refusal('invalid'));
  });

  it("makes a realm's own client, which the realm key authenticates and nobody deletes", async () => {
    const own = await clients.createOwn(realm);
    expect(own).toMatchObject({ clientId: 'demo', origin: 'realm', scopes: ['openid'] });
    expect(own.grantTypes).toEqual(['client_credentials', 'password', 'refresh_token', 'authorization_code']);
    expect(clients.verifySecret(realm, own, 'the-realm-key')).toBe(true);
    await expect(clients.delete(realm, 'demo')).rejects.toEqual(refusal('conflict'));
    await expect(clients.update(realm, 'demo', { scopes: ['openid', 'admin:read'] })).rejects.toEqual(
      field('scopes[1]'),
    );
  });

  it("leaves master's own client without grant and scope", async () => {
    const master = await node.realm('master');
    expect(await clients.createOwn(master)).toMatchObject({ clientId: 'master', grantTypes: [], scopes: [] });
    const change = clients.update(master, 'master', { grantTypes: ['client_credentials'] });
    await expect(change).rejects.toEqual(field('grantTypes'));
  });

  it('takes a deleted scope away from the clients that name it, and from no other', async () => {
    await node.get(ScopesService).create(realm, { name: 'gone' });
    await node.get(ScopesService).create(realm, { name: 'Gone' });
    const holder = (await create({ scopes: ['openid', 'gone'], defaultScopes: ['gone'] })).client;
    const bystander = (await create({ scopes: ['Gone'] })).client;
    await clients.forgetScope(realm, 'gone');
    expect(await clients.get(realm, holder.clientId)).toMatchObject({
      scopes: ['openid'],
      defaultScopes: [],
      version: 2,
    });
    expect(await clients.get(realm, bystander.clientId)).toEqual(bystander);
  });

  it.each(['plain ', ' plain', 'PLAIN', 'pla', 'plain\u0000', "plain' OR '1'='1", '', 'x'.repeat(5000)])(
    'finds no client under %j',
    async (clientId) => {
      expect(await clients.find(realm, clientId)).toBeNull();
    },
  );

  it('takes the clients away with the realm', async () => {
    const doomed = await node.realm('doomed');
    await clients.create(doomed, { clientId: 'app', redirectUris: ['https://app.example.com/cb'] });
    await clients.deleteAllOf(doomed);
    expect(await clients.find(doomed, 'app')).toBeNull();
    expect(await clients.hasOrigin(doomed, 'https://app.example.com')).toBe(false);
  });
});
