import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { BoundedMap } from '../../kernel/bounded-map.js';
import { VaultSealer } from '../vault/vault-sealer.js';
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

  constructor(private readonly sealer: VaultSealer) {}

  async seal(
    realm: RealmRef,
    versionId: string,
    definition: ConfigDefinition,
    clientSecret: string | null,
  ): Promise<Pick<StoredConfig, 'sealedDefinition' | 'sealedClientSecret'>> {
    const place = { table: TABLE, rowId: versionId };
    const sealedDefinition = JSON.stringify(definition);
    const texts = { sealedDefinition, sealedClientSecret: clientSecret };
    const sealed = await this.sealer.sealRow(realm, place, texts);
    return { ...sealed, sealedDefinition: sealed.sealedDefinition as string };
  }

  async open(realm: RealmRef, stored: StoredConfig): Promise<ConnectionConfig> {
    const definition = await this.definitionOf(realm, stored);
    const head = without(stored, 'versionId', 'sealedDefinition', 'sealedClientSecret');
    return { ...definition, ...head, clientSecret: { set: stored.sealedClientSecret !== null } };
  }

  /** Null for a version that has none of its own. */
  async openSecret(realm: RealmRef, { versionId, sealedClientSecret }: StoredConfig): Promise<string | null> {
    if (sealedClientSecret === null) return null;
    return this.sealer.open(realm, placeOf(versionId, 'sealedClientSecret'), sealedClientSecret);
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
