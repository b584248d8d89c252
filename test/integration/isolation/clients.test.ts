import { ClientOriginsRepository } from '../../../src/clients/client-origins.repository.js';
import { ClientsRepository } from '../../../src/clients/clients.repository.js';
import type { Client } from '../../../src/clients/client.types.js';
import { newClient } from '../../support/client.builder.js';
import { isolates, openTwoRealms, type TwoRealms } from '../../support/isolation.js';

describe('clients', () => {
  let node: TwoRealms;
  let clients: ClientsRepository;
  let here: Client;
  let there: Client;

  const stillThere = async (): Promise<void> => expect(await clients.find(node.there, 'app')).toEqual(there);

  beforeAll(async () => {
    node = await openTwoRealms();
    clients = new ClientsRepository(node.sql);
  });
  beforeEach(async () => {
    here = newClient({ clientId: 'app', name: 'here', scopes: ['read'], redirectUris: ['https://here.example/cb'] });
    there = newClient({ clientId: 'app', name: 'there', scopes: ['read'], redirectUris: ['https://there.example/cb'] });
    await clients.insert(node.here, here);
    await clients.insert(node.there, there);
  });
  afterEach(async () => {
    await clients.deleteAllOf(node.here);
    await clients.deleteAllOf(node.there);
  });
  afterAll(() => node.close());

  isolates('ClientsRepository.find', async () => {
    expect(await Promise.all([clients.find(node.here, 'app'), clients.find(node.there, 'app')])).toEqual([here, there]);
    await clients.deleteAllOf(node.here);
    expect(await clients.find(node.here, 'app')).toBeNull();
  });

  isolates('ClientsRepository.findById', async () => {
    const read = [clients.findById(node.here, there.id), clients.findById(node.here, here.id)];
    expect(await Promise.all([...read, clients.findById(node.there, there.id)])).toEqual([null, here, there]);
    // Nor does it take the other realm's client from what was parsed before.
    expect(await clients.findById(node.here, there.id)).toBeNull();
  });

  isolates('ClientsRepository.page', async () => {
    expect((await clients.page(node.here, { limit: 10 })).items).toEqual([here]);
  });

  isolates('ClientsRepository.mentioning', async () => {
    expect(await clients.mentioning(node.here, 'read')).toEqual([here]);
  });

  isolates('ClientsRepository.insert', async () => {
    await clients.insert(node.here, newClient({ clientId: 'other' }));
    expect(await clients.find(node.there, 'other')).toBeNull();
  });

  isolates('ClientsRepository.replace', async () => {
    expect(await clients.replace(node.here, { ...there, name: 'changed' }, there.version)).toBe(false);
    await stillThere();
  });

  isolates('ClientsRepository.remove', async () => {
    await clients.remove(node.here, there.id);
    await stillThere();
  });

  isolates('ClientsRepository.deleteAllOf', async () => {
    await clients.deleteAllOf(node.here);
    await stillThere();
  });
});

describe('web origins of clients', () => {
  const ORIGIN = 'https://app.example.com';
  let node: TwoRealms;
  let origins: ClientOriginsRepository;
  const client = newClient();

  const stillThere = async (): Promise<void> => expect(await origins.has(node.there, ORIGIN)).toBe(true);

  beforeAll(async () => {
    node = await openTwoRealms();
    origins = new ClientOriginsRepository(node.sql);
  });
  beforeEach(() => origins.replace(node.there, client.id, [ORIGIN]));
  afterEach(() => origins.deleteAllOf(node.there));
  afterAll(() => node.close());

  isolates('ClientOriginsRepository.has', async () => {
    const both = await Promise.all([origins.has(node.here, ORIGIN), origins.has(node.there, ORIGIN)]);
    expect(both).toEqual([false, true]);
  });

  isolates('ClientOriginsRepository.replace', async () => {
    await origins.replace(node.here, client.id, []);
    await stillThere();
  });

  isolates('ClientOriginsRepository.remove', async () => {
    await origins.remove(node.here, client.id);
    await stillThere();
  });

  isolates('ClientOriginsRepository.deleteAllOf', async () => {
    await origins.deleteAllOf(node.here);
    await stillThere();
  });
});
