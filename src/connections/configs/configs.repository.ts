import { Injectable } from '@nestjs/common';
import { decodeCursor, pageOf, type Page, type PageRequest } from '../../database/page.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { Sql } from '../../database/sql.js';
import { idFromBytes, idToBytes } from '../../kernel/ids.js';
import type { HostPatterns } from '../templates/host-patterns.js';
import type { ConfigStatus } from './config.types.js';

/** A config as it lies in the database, with one of its versions. */
export interface StoredConfig {
  readonly id: string;
  readonly realmId: string;
  readonly appId: string;
  readonly publicKey: string;
  readonly name: string;
  readonly preset: string | null;
  readonly status: ConfigStatus;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly versionId: string;
  readonly version: number;
  readonly sealedDefinition: string;
  readonly sealedClientSecret: string | null;
  /** Where the client secret may be sent; null without one. */
  readonly clientSecretHosts: HostPatterns | null;
}

type Row = Record<'id' | 'realmId' | 'appId' | 'versionId', Buffer> & {
  readonly clientSecretHosts: string | null;
} & Omit<StoredConfig, 'id' | 'realmId' | 'appId' | 'versionId' | 'clientSecretHosts'>;

const COLUMNS =
  'c.id, c.realmId, c.appId, c.publicKey, c.name, c.preset, c.status, c.createdAt, c.updatedAt, ' +
  'v.id AS versionId, v.version, v.sealedDefinition, v.sealedClientSecret, v.clientSecretHosts';
const TABLES = 'connection_configs c JOIN connection_config_versions v ON v.configId = c.id AND v.realmId = c.realmId';
const CURRENT = `SELECT ${COLUMNS} FROM ${TABLES} AND v.version = c.version`;

@Injectable()
export class ConfigsRepository {
  constructor(private readonly sql: Sql) {}

  /** In its current version. */
  async find(realm: RealmRef, id: string): Promise<StoredConfig | null> {
    const places = [idToBytes(id), idToBytes(realm.id)];
    const [row] = await this.sql.query<Row>(`${CURRENT} WHERE c.id = ? AND c.realmId = ?`, places);
    return row ? fromRow(row) : null;
  }

  async findVersion(realm: RealmRef, id: string, version: number): Promise<StoredConfig | null> {
    const statement = `SELECT ${COLUMNS} FROM ${TABLES} WHERE c.id = ? AND c.realmId = ? AND v.version = ?`;
    const [row] = await this.sql.query<Row>(statement, [idToBytes(id), idToBytes(realm.id), version]);
    return row ? fromRow(row) : null;
  }

  /** Of whichever realm: the address of a callback names no other. */
  async findByPublicKey(publicKey: string): Promise<{ realm: RealmRef; config: StoredConfig } | null> {
    const statement = `SELECT ${COLUMNS}, r.name AS realmName FROM ${TABLES} AND v.version = c.version JOIN realms r ON r.id = c.realmId WHERE c.publicKey = ?`;
    const [row] = await this.sql.query<Row & { realmName: string }>(statement, [publicKey]);
    if (!row) return null;
    const { realmName, ...rest } = row;
    const config = fromRow(rest);
    return { realm: { id: config.realmId, name: realmName }, config };
  }

  /** The oldest first. @param appId null for those of every app. */
  async page(realm: RealmRef, appId: string | null, { cursor, limit }: PageRequest): Promise<Page<StoredConfig>> {
    const places: [sql: string, value: Buffer][] = [['c.realmId = ?', idToBytes(realm.id)]];
    if (appId !== null) places.push(['c.appId = ?', idToBytes(appId)]);
    if (cursor !== undefined) places.push(['c.id > ?', idToBytes(decodeCursor(cursor))]);
    const where = places.map(([sql]) => sql).join(' AND ');
    const parameters = [...places.map(([, value]) => value), limit + 1];
    const rows = await this.sql.query<Row>(`${CURRENT} WHERE ${where} ORDER BY c.id LIMIT ?`, parameters);
    return pageOf(rows.map(fromRow), limit);
  }

  /** With its first version. */
  async add(realm: RealmRef, config: StoredConfig): Promise<void> {
    const { id, appId, publicKey, name, preset, status, version, createdAt, updatedAt } = config;
    const head = { id: idToBytes(id), realmId: idToBytes(realm.id), appId: idToBytes(appId), publicKey };
    const rows = [{ ...head, name, preset, status, version, createdAt, updatedAt }];
    await this.sql.insertAll([{ table: 'connection_configs', rows }, versionRow(realm, config)]);
  }

  /** Puts another version in front. @returns false when the config is no longer of the version that this one follows. */
  async advance(realm: RealmRef, config: StoredConfig, from: number): Promise<boolean> {
    const { id, name, preset, status, version, updatedAt } = config;
    const statement =
      'UPDATE connection_configs SET name = ?, preset = ?, status = ?, version = ?, updatedAt = ? WHERE id = ? AND realmId = ? AND version = ?';
    const place = [idToBytes(id), idToBytes(realm.id), from];
    const moved = await this.sql.execute(statement, [name, preset, status, version, updatedAt, ...place]);
    if (moved !== 1) return false;
    await this.sql.insertAll([versionRow(realm, config)]);
    return true;
  }

  /** @returns false when it was not of the status that it should have been. */
  async setStatus(realm: RealmRef, id: string, from: ConfigStatus, to: ConfigStatus): Promise<boolean> {
    const statement = 'UPDATE connection_configs SET status = ? WHERE id = ? AND realmId = ? AND status = ?';
    return (await this.sql.execute(statement, [to, idToBytes(id), idToBytes(realm.id), from])) === 1;
  }

  async remove(realm: RealmRef, id: string): Promise<boolean> {
    const place = [idToBytes(id), idToBytes(realm.id)];
    await this.sql.execute('DELETE FROM connection_config_versions WHERE configId = ? AND realmId = ?', place);
    return (await this.sql.execute('DELETE FROM connection_configs WHERE id = ? AND realmId = ?', place)) === 1;
  }

  async deleteAllOf(realm: RealmRef): Promise<void> {
    await this.sql.execute('DELETE FROM connection_config_versions WHERE realmId = ?', [idToBytes(realm.id)]);
    await this.sql.execute('DELETE FROM connection_configs WHERE realmId = ?', [idToBytes(realm.id)]);
  }
}

const versionRow = (realm: RealmRef, config: StoredConfig) => ({
  table: 'connection_config_versions',
  rows: [
    {
      id: idToBytes(config.versionId),
      realmId: idToBytes(realm.id),
      configId: idToBytes(config.id),
      version: config.version,
      sealedDefinition: config.sealedDefinition,
      sealedClientSecret: config.sealedClientSecret,
      clientSecretHosts: config.clientSecretHosts && JSON.stringify(config.clientSecretHosts),
      createdAt: config.updatedAt,
    },
  ],
});

const fromRow = (row: Row): StoredConfig => ({
  ...row,
  id: idFromBytes(row.id),
  realmId: idFromBytes(row.realmId),
  appId: idFromBytes(row.appId),
  versionId: idFromBytes(row.versionId),
  clientSecretHosts: row.clientSecretHosts === null ? null : (JSON.parse(row.clientSecretHosts) as string[]),
  createdAt: Number(row.createdAt),
  updatedAt: Number(row.updatedAt),
});
