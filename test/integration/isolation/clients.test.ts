import { ClientOriginsRepository } from '../../../src/clients/client-origins.repository.js';
import { ClientsRepository } from '../../../src/clients/clients.repository.js';
import { InitialAccessTokensRepository } from '../../../src/clients/initial-access-tokens.repository.js';
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

  isolates('ClientsRepository.findByIds', async () => {
    expect(await clients.findByIds(node.here, [there.id, here.id])).toEqual([here]);
    expect(await clients.findByIds(node.here, [])).toEqual([]);
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

  isolates('ClientsRepository.countRegistered', async () => {
    await clients.insert(node.there, newClient({ clientId: 'self', origin: 'registration' }));
    expect([await clients.countRegistered(node.here), await clients.countRegistered(node.there)]).toEqual([0, 1]);
  });

  isolates('ClientsRepository.unusedRegistered', async () => {
    await clients.insert(node.there, newClient({ clientId: 'self', origin: 'registration' }));
    expect(await clients.unusedRegistered(node.here, 2, 10)).toEqual([]);
    expect(await clients.unusedRegistered(node.there, 2, 10)).toEqual(['self']);
  });

  isolates('ClientsRepository.touch', async () => {
    const self = newClient({ clientId: 'self', origin: 'registration' });
    await clients.insert(node.there, self);
    await clients.touch(node.here, self.id, 5);
    expect(await clients.unusedRegistered(node.there, 2, 10)).toEqual(['self']);
  });

  isolates('ClientsRepository.deleteAllOf', async () => {
    await clients.deleteAllOf(node.here);
    await stillThere();
  });
});

describe('initial access tokens', () => {
  const HASH = Buffer.alloc(32, 1);
  let node: TwoRealms;
  let tokens: InitialAccessTokensRepository;
  const token = { id: newClient().id, remaining: 2, createdAt: 1, expiresAt: 10 };
  const stillThere = async (): Promise<void> => {
    expect((await tokens.page(node.there, { limit: 10 })).items).toEqual([token]);
  };

  beforeAll(async () => {
    node = await openTwoRealms();
    tokens = new InitialAccessTokensRepository(node.sql);
  });
  beforeEach(() => tokens.insert(node.there, token, HASH));
  afterEach(() => tokens.deleteAllOf(node.there));
  afterAll(() => node.close());

  isolates('InitialAccessTokensRepository.insert', async () => {
    await tokens.insert(node.here, { ...token, id: newClient().id }, Buffer.alloc(32, 2));
    await stillThere();
    await tokens.deleteAllOf(node.here);
  });

  isolates('InitialAccessTokensRepository.page', async () => {
    expect((await tokens.page(node.here, { limit: 10 })).items).toEqual([]);
    await stillThere();
  });

  isolates('InitialAccessTokensRepository.isUsable', async () => {
    const both = [await tokens.isUsable(node.here, HASH, 5), await tokens.isUsable(node.there, HASH, 5)];
    expect(both).toEqual([false, true]);
    expect(await tokens.isUsable(node.there, HASH, 10)).toBe(false);
  });

  isolates('InitialAccessTokensRepository.claim', async () => {
    expect(await tokens.claim(node.here, HASH, 5)).toBe(false);
    await stillThere();
  });

  isolates('InitialAccessTokensRepository.remove', async () => {
    expect(await tokens.remove(node.here, token.id)).toBe(false);
    await stillThere();
  });

  isolates('InitialAccessTokensRepository.deleteAllOf', async () => {
    await tokens.deleteAllOf(node.here);
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
