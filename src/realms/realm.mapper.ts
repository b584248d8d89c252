import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { BoundedMap } from '../kernel/bounded-map.js';
import { idFromBytes } from '../kernel/ids.js';
import { SecretHasher } from '../secrets/secret-hasher.js';
import type { RealmChanges, Realm } from './realm.types.js';
import type { RealmColumns, RealmRow } from './realms.repository.js';

const KEPT = 4096;

const flag = (value: boolean | undefined): number | undefined => (value === undefined ? undefined : Number(value));

/** Between rows and realms. Whatever is unset takes the configured default here, and nowhere else. */
@Injectable()
export class RealmMapper {
  /** A version of a row never changes: its realm is made once. The row itself is read anew each time. */
  private readonly kept = new BoundedMap<string, Realm>(KEPT);
  private hashOfDefaultKey?: Buffer;

  constructor(
    private readonly settings: Settings,
    private readonly hasher: SecretHasher,
  ) {}

  /** @param isProvisional whether a transaction saw the row: it may yet be rolled back, and another one come to be of that version. */
  toRealm(row: RealmRow, isProvisional: boolean): Realm {
    const key = `${row.id.toString('latin1')}${row.version}/${row.updatedAt}`;
    const known = this.kept.get(key);
    if (known) return known;
    const realm = Object.freeze(this.resolve(row));
    if (!isProvisional) this.kept.set(key, realm);
    return realm;
  }

  /** @param changes valid ones; what is undefined is left as it is. */
  toColumns({
    key,
    passwordPolicy,
    branding,
    registrationRules,
    enabled,
    selfRegistration,
    connectConfirmationOnly,
    ...plain
  }: RealmChanges): RealmColumns {
    const columns = {
      ...plain,
      keyHash: key == null ? key : this.hasher.hash(key),
      passwordPolicy: passwordPolicy && JSON.stringify(passwordPolicy),
      branding: branding && JSON.stringify(branding),
      registrationRules: registrationRules && JSON.stringify(registrationRules),
      enabled: flag(enabled),
      selfRegistration: flag(selfRegistration),
      connectConfirmationOnly: flag(connectConfirmationOnly),
    };
    return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  }

  private resolve(row: RealmRow): Realm {
    return {
      id: idFromBytes(row.id),
      name: row.name,
      displayName: row.displayName,
      description: row.description,
      usesDefaultKey: row.keyHash === null,
      keyHash: row.keyHash ?? this.defaultKeyHash(),
      tokenValiditySeconds: row.tokenValiditySeconds ?? this.settings.defaultTokenValiditySeconds,
      refreshTokenValiditySeconds: row.refreshTokenValiditySeconds,
      grantValiditySeconds: row.grantValiditySeconds,
      sessionIdleSeconds: row.sessionIdleSeconds,
      sessionMaxSeconds: row.sessionMaxSeconds,
      refreshGraceSeconds: row.refreshGraceSeconds,
      accessTokenFormat: row.accessTokenFormat,
      signingAlgorithm: row.signingAlgorithm,
      passwordPolicy: Object.freeze(JSON.parse(row.passwordPolicy) as Realm['passwordPolicy']),
      branding: Object.freeze(JSON.parse(row.branding) as Realm['branding']),
      registration: row.registration,
      registrationRules: Object.freeze(JSON.parse(row.registrationRules) as Realm['registrationRules']),
      selfRegistration: Boolean(row.selfRegistration),
      connectConfirmationOnly: Boolean(row.connectConfirmationOnly),
      enabled: Boolean(row.enabled),
      notBefore: row.notBefore === null ? null : Number(row.notBefore),
      version: row.version,
      createdAt: Number(row.createdAt),
      updatedAt: Number(row.updatedAt),
    };
  }

  private defaultKeyHash(): Buffer {
    return (this.hashOfDefaultKey ??= this.hasher.hash(this.settings.defaultRealmKey));
  }
}
