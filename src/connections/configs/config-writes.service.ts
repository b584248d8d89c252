import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { Transaction } from '../../database/transaction.js';
import { DomainError, type FieldError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import { refuseFaults } from '../changes.js';
import type { BoundValue } from '../templates/bound-variables.js';
import { ConfigConsequences } from './config-consequences.service.js';
import { ConfigDrafts } from './config-drafts.service.js';
import { ConfigHeads } from './config-heads.service.js';
import { ConfigTexts } from './config-texts.service.js';
import type { ConfigChanges, ConfigUpdate, NewConfig } from './config-changes.types.js';
import type { ConfigDefinition, ConnectionConfig } from './config.types.js';
import { ConfigsRepository, type StoredConfig } from './configs.repository.js';

const MAX_NAME = 255;
const MAX_SECRET = 4096;

type Head = Omit<StoredConfig, 'sealedDefinition' | 'sealedClientSecret' | 'clientSecretHosts'>;

/** Configs are made, changed by versions, and deleted. */
@Injectable()
export class ConfigWrites {
  constructor(
    private readonly configs: ConfigsRepository,
    private readonly texts: ConfigTexts,
    private readonly drafts: ConfigDrafts,
    private readonly consequences: ConfigConsequences,
    private readonly heads: ConfigHeads,
    private readonly transaction: Transaction,
  ) {}

  create(realm: RealmRef, appId: string, input: NewConfig): Promise<ConnectionConfig> {
    return this.transaction.run(async () => {
      refuseFaults(ownFaults(input));
      const { most } = this.heads;
      const { items } = await this.configs.page(realm, appId, { limit: most });
      if (items.length >= most) throw DomainError.conflict(`An app has at most ${most} configs.`);
      const { name, preset = null, status = 'active', clientSecret = null } = input;
      const definition = await this.drafts.merge(realm, { appId, preset }, input);
      const head = { ...this.heads.first(realm), appId, name, preset, status };
      const secret = await this.texts.enteredSecret(realm, appId, definition, clientSecret);
      const stored = await this.seal(realm, head, definition, secret);
      await this.configs.add(realm, stored);
      return this.texts.open(realm, stored);
    });
  }

  update(
    realm: RealmRef,
    id: string,
    changes: ConfigChanges,
    { ifVersion, confirm = false }: ConfigUpdate,
  ): Promise<ConnectionConfig> {
    return this.transaction.run(async () => {
      refuseFaults(ownFaults(changes));
      const current = await this.stored(realm, id);
      refuseStale(current, ifVersion);
      const before = await this.texts.open(realm, current);
      const next = await this.successor(realm, current, before, changes);
      const after = await this.texts.open(realm, next);
      await this.consequences.settle(realm, { before, after, confirm });
      if (!(await this.configs.advance(realm, next, current.version)))
        throw new DomainError('config_version_conflict', 'Another change of the config came first.');
      return after;
    });
  }

  delete(realm: RealmRef, id: string): Promise<void> {
    return this.transaction.run(async () => {
      await this.stored(realm, id);
      await this.consequences.refuseWhileInUse(realm, id);
      await this.configs.remove(realm, id);
    });
  }

  private async successor(
    realm: RealmRef,
    current: StoredConfig,
    before: ConnectionConfig,
    changes: ConfigChanges,
  ): Promise<StoredConfig> {
    const { name = current.name, preset = current.preset, status = current.status, clientSecret } = changes;
    const definition = await this.drafts.merge(realm, { appId: current.appId, preset }, changes, before);
    const secret =
      clientSecret === undefined
        ? await this.texts.keptSecret(realm, current, definition)
        : await this.texts.enteredSecret(realm, current.appId, definition, clientSecret);
    return this.seal(realm, { ...current, name, preset, status, ...this.heads.next(current) }, definition, secret);
  }

  private async seal(
    realm: RealmRef,
    head: Head,
    definition: ConfigDefinition,
    clientSecret: BoundValue | null,
  ): Promise<StoredConfig> {
    return { ...head, ...(await this.texts.seal(realm, head.versionId, definition, clientSecret)) };
  }

  private async stored(realm: RealmRef, id: string): Promise<StoredConfig> {
    const stored = isId(id) ? await this.configs.find(realm, id) : null;
    if (!stored) throw DomainError.notFound('The config');
    return stored;
  }
}

function ownFaults({ name, preset, clientSecret }: ConfigChanges): FieldError[] {
  const faults: FieldError[] = [];
  const isBad = (text: string | null | undefined, max: number): boolean =>
    typeof text === 'string' && (text === '' || text.length > max);
  if (isBad(name, MAX_NAME)) faults.push({ field: 'name', message: `has to have 1 to ${MAX_NAME} characters` });
  if (isBad(preset, 64)) faults.push({ field: 'preset', message: 'is none' });
  if (isBad(clientSecret, MAX_SECRET))
    faults.push({ field: 'clientSecret', message: `has to have 1 to ${MAX_SECRET} characters` });
  return faults;
}
