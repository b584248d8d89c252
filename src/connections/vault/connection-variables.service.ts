import { Injectable } from '@nestjs/common';
import type { RealmRef } from '../../database/realm-ref.js';
import { SettingsValues, type ResolvedSettings } from '../apps/settings-values.service.js';
import { ConfigSecrets } from '../configs/config-secrets.service.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { BoundVariables, type BoundValue } from '../templates/bound-variables.js';
import { isAmong, type HostPatterns } from '../templates/host-patterns.js';
import { basicText, variablesOf } from '../templates/variables.js';
import { userIdOf, type Connection, type ConnectionOwner } from './connection.types.js';

/** For whom templates are rendered: a connection, or one that is about to be. */
export interface VariablesOf {
  readonly owner: ConnectionOwner;
  readonly params?: Connection['params'];
  readonly meta?: Connection['meta'];
  /** Settings that the owner has just said and that are not stored yet, and where secrets among them may be sent. */
  readonly said?: { readonly settings: Readonly<Record<string, string>>; readonly hosts: HostPatterns };
}

/** What the templates of a config may name beside flow and tokens: client, settings, params and meta. */
@Injectable()
export class ConnectionVariables {
  constructor(
    private readonly settings: SettingsValues,
    private readonly secrets: ConfigSecrets,
  ) {}

  async of(
    realm: RealmRef,
    config: ConnectionConfig,
    { owner, params, meta, said }: VariablesOf,
  ): Promise<BoundVariables> {
    const stored = await this.settings.resolve(realm, config, userIdOf(owner));
    const settings = said ? withSaid(stored, said) : stored;
    const client = { id: config.clientId, secret: null };
    const open = variablesOf({ client, params, meta, settings: settings.open });
    return new BoundVariables(open, secretsOf(config, settings, await this.secrets.open(realm, config)));
  }
}

function withSaid(
  { open, secrets, secretNames }: ResolvedSettings,
  said: Required<VariablesOf>['said'],
): ResolvedSettings {
  const entries = Object.entries(said.settings);
  const isSecret = (name: string): boolean => secretNames.includes(name);
  const bound = entries.filter(([name]) => isSecret(name)).map(([name, value]) => [name, { value, hosts: said.hosts }]);
  return {
    open: { ...open, ...Object.fromEntries(entries.filter(([name]) => !isSecret(name))) },
    secrets: { ...secrets, ...(Object.fromEntries(bound) as Record<string, BoundValue>) },
    secretNames,
  };
}

function secretsOf(
  { clientId }: ConnectionConfig,
  { open, secrets }: ResolvedSettings,
  own: BoundValue | null,
): Map<string, BoundValue> {
  const bound = new Map<string, BoundValue>();
  for (const [name, secret] of Object.entries(secrets)) bound.set(name, secret).set(`settings.${name}`, secret);
  if (own) bound.set('client_secret', own);
  if (clientId !== null) bound.delete('client_id');
  const id = clientId ?? open['client_id'] ?? bound.get('client_id')?.value;
  const secret = bound.get('client_secret');
  if (id === undefined || !secret) return bound;
  const idHosts = bound.get('client_id')?.hosts;
  const hosts = idHosts ? secret.hosts.filter((host) => isAmong(idHosts, host)) : secret.hosts;
  return bound.set('client_basic', { value: basicText(id, secret.value), hosts });
}
