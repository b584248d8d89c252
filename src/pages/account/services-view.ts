import type { ConnectionsOverview } from '../../connections/connect/own-connections.service.js';
import type { Connection } from '../../connections/vault/connection.types.js';

/** What there is to say of one that does not simply work; null for one that does, as far as anybody knows. */
function stateOf({ status, health }: Connection): string | null {
  if (status === 'needs_reauth') return 'account:services.needsReauth';
  if (status === 'disabled') return 'account:services.disabled';
  return health === 'failing' ? 'account:services.failing' : null;
}

export const connectionRows = ({ connections }: ConnectionsOverview) =>
  connections.map(({ connection, appName }) => ({
    id: connection.id,
    app: appName,
    account: connection.label ?? connection.upstreamLabel ?? connection.upstreamAccountId,
    state: stateOf(connection),
    since: connection.createdAt,
    verifiedAt: connection.lastVerifiedAt,
    shared: connection.owner.kind === 'realm',
  }));

/** What a user can add: not what it has one of already and may have no second one of. */
export const connectableRows = ({ available, connections }: ConnectionsOverview) =>
  available
    .filter(({ config }) => config.connectionLevel === 'user')
    .filter(
      ({ config }) =>
        config.multi === 'many' || !connections.some(({ connection }) => connection.configId === config.id),
    )
    .map(({ app, config }) => ({
      config: config.id,
      app: app.name,
      name: config.name === app.name ? null : config.name,
      description: app.description,
    }));
