import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { DomainError } from '../../kernel/domain-error.js';
import type { BoundValue } from '../templates/bound-variables.js';
import { strangersTo } from '../templates/host-patterns.js';
import { VaultSealer } from '../vault/vault-sealer.js';
import { ConfigHosts } from './config-hosts.service.js';
import type { ConfigDefinition, ConnectionConfig } from './config.types.js';
import type { StoredConfig } from './configs.repository.js';
import { without } from '../../kernel/without.js';

const TABLE = 'connection_config_versions';
const OPENED = 512;

/** What a version of a config says, sealed and opened. */
@Injectable()
export class ConfigTexts {
  /** By the id of the version, which never changes. */
  private readonly opened = new BoundedMap<string, ConfigDefinition>(OPENED);

  constructor(
    private readonly sealer: VaultSealer,
    private readonly hosts: ConfigHosts,
  ) {}

  async seal(
    realm: RealmRef,
    versionId: string,
    definition: ConfigDefinition,
    clientSecret: BoundValue | null,
  ): Promise<Pick<StoredConfig, 'sealedDefinition' | 'sealedClientSecret' | 'clientSecretHosts'>> {
    const place = { table: TABLE, rowId: versionId };
    const sealedDefinition = JSON.stringify(definition);
    const texts = { sealedDefinition, sealedClientSecret: clientSecret?.value ?? null };
    const sealed = await this.sealer.sealRow(realm, place, texts);
    const clientSecretHosts = clientSecret?.hosts ?? null;
    return { ...sealed, sealedDefinition: sealed.sealedDefinition as string, clientSecretHosts };
  }

  async open(realm: RealmRef, stored: StoredConfig): Promise<ConnectionConfig> {
    const definition = await this.definitionOf(realm, stored);
    const head = without(stored, 'versionId', 'sealedDefinition', 'sealedClientSecret', 'clientSecretHosts');
    return { ...definition, ...head, clientSecret: { set: stored.sealedClientSecret !== null } };
  }

  /** Null for a version that has none of its own. */
  async openSecret(
    realm: RealmRef,
    { versionId, sealedClientSecret, clientSecretHosts }: StoredConfig,
  ): Promise<BoundValue | null> {
    if (sealedClientSecret === null) return null;
    const value = await this.sealer.open(realm, placeOf(versionId, 'sealedClientSecret'), sealedClientSecret);
    return { value, hosts: clientSecretHosts ?? [] };
  }

  /** A client secret that somebody enters may be sent where the definition leads, and nowhere else. */
  async enteredSecret(
    realm: RealmRef,
    appId: string,
    definition: ConfigDefinition,
    value: string | null,
  ): Promise<BoundValue | null> {
    return value === null ? null : { value, hosts: await this.hosts.of(realm, appId, definition) };
  }

  /**
   * For the next version. A host that it was not entered for gets it from whoever has it, and not from the vault.
   *
   * @throws DomainError `invalid`
   */
  async keptSecret(realm: RealmRef, stored: StoredConfig, next: ConfigDefinition): Promise<BoundValue | null> {
    const secret = await this.openSecret(realm, stored);
    if (secret === null) return null;
    if (strangersTo(secret.hosts, await this.hosts.of(realm, stored.appId, next)).length === 0) return secret;
    const message = 'has to be entered again, since the config names a host that it was not entered for';
    throw DomainError.invalid('clientSecret', message);
  }

  private async definitionOf(
    realm: RealmRef,
    { versionId, sealedDefinition }: StoredConfig,
  ): Promise<ConfigDefinition> {
    const known = this.opened.get(versionId);
    if (known) return known;
    const text = await this.sealer.open(realm, placeOf(versionId, 'sealedDefinition'), sealedDefinition);
    const definition = JSON.parse(text) as ConfigDefinition;
    this.opened.set(versionId, definition);
    return definition;
  }
}

const placeOf = (rowId: string, column: string) => ({ table: TABLE, column, rowId });
