import type { RealmRef } from '../../src/database/realm-ref.js';
import { SystemClock } from '../../src/kernel/clock.js';
import { Ids } from '../../src/kernel/ids.js';
import { SystemRandom } from '../../src/kernel/random.js';
import { openTestDatabase, type TestNode } from './database.js';

/*
 * Every public method of every repository has a proof that it keeps to its realm, in
 * test/integration/isolation/<module>.test.ts:
 *
 *   let node: TwoRealms;
 *   beforeAll(async () => { node = await openTwoRealms(); });
 *   afterAll(() => node.close());
 *
 *   isolates('ScopesRepository.find', async () => {
 *     // put rows of equal names into node.here and node.there, call the method for node.here,
 *     // expect the row of node.here, and that of node.there untouched
 *   });
 *
 * test/architecture/isolation-coverage.test.ts reads the classes and these calls: it fails for a method without a proof,
 * for a proof of a method that is gone, and for an entry of ACROSS_REALMS that has become one of the two.
 */

/** Methods that serve the whole server by their very purpose, each with the reason. */
export const ACROSS_REALMS: Readonly<Record<string, string>> = {
  'ServerSecretsRepository.find': 'the secrets are the server’s own and belong to no realm',
  'ServerSecretsRepository.insert': 'the secrets are the server’s own and belong to no realm',
  'ServerSecretsRepository.replace': 'the secrets are the server’s own and belong to no realm',
  'RealmDataKeysRepository.next': 'a new master key seals the keys of all realms anew',
  'SealedKeysRepository.next': 'a new master key seals the keys of all realms anew',
  'RealmsRepository.page': 'lists the realms themselves',
  'AuditEventsRepository.pageOfAllRealms': 'the record as the administrators of the server see it',
  'AuditEventsRepository.deleteBefore': 'what is older than the retention is pruned in every realm',
  'ExpiredRowsRepository.deleteSome': 'what has expired is pruned in every realm',
  'GrantsRepository.eraseThesePairs': 'what has expired is pruned in every realm',
  'KeptPairsRepository.due': 'what has expired is pruned in every realm',
  'KeptPairsRepository.deleteDue': 'what has expired is pruned in every realm',
  'KeptPairsRepository.postponeDue': 'what has expired is pruned in every realm',
  'ServerStatusRepository.counts': 'counts what the whole server holds, for its administrators',
  'ServerStatusRepository.engine': 'asks the database for its own name and version',
  'ConfigsRepository.findByPublicKey': 'the path of a callback names the config alone, and with it the realm',
  'ConnectSessionsRepository.abandoned': 'every node ends what nobody completes, in all realms',
  'ConnectionsRepository.idle': 'every node keeps the idle connections of all realms alive',
  'ConnectionsRepository.buriedBefore': 'what has ended long ago is forgotten in every realm',
  'OutboxRepository.due': 'every node tells the receivers of all realms',
  'OutboxRepository.receiverOf': 'reads no row',
  'VaultKeysRepository.activeBefore': 'looks for the keys of all realms that are due to be replaced',
  'VaultKeysRepository.realmsToDrain': 'looks for the realms whose values are due to be sealed anew',
};

export interface TwoRealms extends TestNode {
  readonly here: RealmRef;
  readonly there: RealmRef;
}

/** A fresh database and the names of two realms, for which no rows exist yet. */
export async function openTwoRealms(): Promise<TwoRealms> {
  const ids = new Ids(new SystemClock(), new SystemRandom());
  const node = await openTestDatabase();
  return { ...node, here: { id: ids.next(), name: 'here' }, there: { id: ids.next(), name: 'there' } };
}

/** A test that the method, called for one of two realms with equal names in them, neither sees nor changes the other. */
export const isolates = (method: `${string}Repository.${string}`, proof: () => Promise<void>): void =>
  it(`${method} keeps to its realm`, proof);
