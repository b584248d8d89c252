import { Module, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AttemptsModule } from '../../src/attempts/attempts.module.js';
import { ClientsModule } from '../../src/clients/clients.module.js';
import { ConfigModule } from '../../src/config/config.module.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { ENTITIES } from '../../src/entities.js';
import { Clock } from '../../src/kernel/clock.js';
import { KernelModule } from '../../src/kernel/kernel.module.js';
import { KeysModule } from '../../src/keys/keys.module.js';
import type { Realm, RealmChanges } from '../../src/realms/realm.types.js';
import { RealmsModule } from '../../src/realms/realms.module.js';
import { RealmsService } from '../../src/realms/realms.service.js';
import { ScopesModule } from '../../src/scopes/scopes.module.js';
import { ScopesService } from '../../src/scopes/scopes.service.js';
import { SecretsModule } from '../../src/secrets/secrets.module.js';
import { UsersModule } from '../../src/users/users.module.js';
import { freshDatabase } from './database.js';
import { testSettings } from './settings.js';
import { TestClock } from './test-clock.js';

/** One node of the server, up to users and clients: no HTTP, no tokens. */
export interface Domain {
  readonly clock: TestClock;
  readonly url: string;
  get<T>(type: abstract new (...args: never[]) => T): T;
  /** A realm with the standard scopes, and without keys. */
  realm(name: string, changes?: RealmChanges): Promise<Realm>;
  close(): Promise<void>;
}

interface Options {
  readonly url: string;
  readonly clock?: TestClock;
  readonly env?: Record<string, string>;
  /** Further ones, from above. */
  readonly modules?: readonly Type[];
}

/** A node on that database; several may share one. */
export async function openDomain({ url, clock = new TestClock(), env, modules = [] }: Options): Promise<Domain> {
  @Module({
    imports: [
      KernelModule,
      ConfigModule.forRoot(testSettings({ DATABASE_URL: url, ...env })),
      DatabaseModule.forRoot(ENTITIES),
      SecretsModule,
      AttemptsModule,
      RealmsModule,
      KeysModule,
      ScopesModule,
      ClientsModule,
      UsersModule,
      ...modules,
    ],
  })
  class DomainModule {}
  const testing = Test.createTestingModule({ imports: [DomainModule] });
  const module = await testing.overrideProvider(Clock).useValue(clock).compile();
  await module.init();
  const get = <T>(type: abstract new (...args: never[]) => T): T => module.get(type as Type<T>, { strict: false });
  return {
    clock,
    url,
    get,
    realm: async (name, changes) => {
      const realm = await get(RealmsService).create(name, changes);
      await get(ScopesService).provision(realm);
      return realm;
    },
    close: () => module.close(),
  };
}

/** A node on a database of its own, which closing it drops. */
export async function freshDomain(options: Omit<Options, 'url'> = {}): Promise<Domain> {
  const database = await freshDatabase();
  const domain = await openDomain({ ...options, url: database.url });
  const close = async (): Promise<void> => {
    await domain.close();
    await database.drop();
  };
  return { ...domain, close };
}
