import { Injectable } from '@nestjs/common';
import { DomainError } from '../../kernel/domain-error.js';
import { isId } from '../../kernel/ids.js';
import type { Realm } from '../../realms/realm.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { ConfigsService } from '../configs/configs.service.js';
import { userIdOf, type ConnectionOwner } from '../vault/connection.types.js';
import { ConnectionsService } from '../vault/connections.service.js';
import { ConnectionAccess, type UsableConnection } from './connection-access.service.js';
import { ConnectionProxy } from './proxy.service.js';
import type { Caller, UpstreamAnswer } from './proxy.types.js';
import { ReauthorizationHints, type Missing } from './reauthorization-hints.service.js';
import { compileRequest } from './saved-request.template.js';
import { SavedRequests } from './saved-requests.service.js';

/** What a caller may say for the case that nobody has connected yet. */
export interface RunWish {
  /** For a service: whose connection it is to be. */
  readonly userId?: string;
  readonly returnUrl?: string;
  readonly completionChallenge?: string;
}

/** Makes an app's calls by their names: by a connection, or by a config whose connection is looked for. */
@Injectable()
export class RequestRuns {
  constructor(
    private readonly access: ConnectionAccess,
    private readonly configs: ConfigsService,
    private readonly connections: ConnectionsService,
    private readonly requests: SavedRequests,
    private readonly proxy: ConnectionProxy,
    private readonly hints: ReauthorizationHints,
  ) {}

  /**
   * @param id of a connection, or of a config
   * @throws DomainError `connection_not_found`, `not_found`, `reauth_required` with `connect_url`, and as the proxy does
   */
  async run(realm: Realm, caller: Caller, id: string, name: string, wish: RunWish): Promise<UpstreamAnswer> {
    const config = isId(id) ? await this.configs.find(realm, id) : null;
    if (config) return this.runByConfig(realm, caller, config, name, wish);
    const usable = await this.access.get(realm, caller.token, id);
    const { configId, owner } = usable.connection;
    const missing = { wish: { ...linkOf(wish), configId, connectionId: id }, userId: userIdOf(owner) };
    return this.hints.around(realm, caller, missing, () => this.make(realm, caller, usable, name));
  }

  private async runByConfig(
    realm: Realm,
    caller: Caller,
    config: ConnectionConfig,
    name: string,
    wish: RunWish,
  ): Promise<UpstreamAnswer> {
    const owner = ownerFor(config, caller, wish);
    await this.access.requireUse(realm, caller.token, config, owner);
    const [only, ...others] = await this.connections.ofOwner(realm, config.id, owner);
    if (others.length > 0) throw DomainError.invalid('id', 'there are several connections: name one of them');
    if (only) return this.run(realm, caller, only.id, name, wish);
    await this.requests.get(realm, config.appId, name);
    const missing: Missing = { wish: { ...linkOf(wish), configId: config.id }, userId: userIdOf(owner) };
    return this.hints.around(realm, caller, missing, () => Promise.reject(unconnected()));
  }

  private async make(realm: Realm, caller: Caller, usable: UsableConnection, name: string): Promise<UpstreamAnswer> {
    const request = await this.requests.get(realm, usable.config.appId, name);
    const compiled = compileRequest(request);
    return this.proxy.call(realm, usable, caller, {
      method: request.method,
      read: () => Promise.resolve((variables) => compiled.render(variables)),
    });
  }
}

const unconnected = (): DomainError =>
  new DomainError('reauth_required', 'Nobody has connected an account yet that the call could be made by.');

const linkOf = ({ returnUrl, completionChallenge }: RunWish): Partial<Missing['wish']> => ({
  ...(returnUrl !== undefined && { returnUrl }),
  ...(completionChallenge !== undefined && { completionChallenge }),
});

/** A user calls by its own connection; a service says by whose. */
function ownerFor({ connectionLevel }: ConnectionConfig, { token }: Caller, { userId }: RunWish): ConnectionOwner {
  if (connectionLevel === 'realm') return { kind: 'realm' };
  if (token.user) return { kind: 'user', userId: token.user.id };
  if (userId !== undefined && isId(userId)) return { kind: 'user', userId };
  throw DomainError.invalid('userId', 'is needed: the connection is that of a user');
}
