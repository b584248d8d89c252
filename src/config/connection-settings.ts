import { Max, Min } from 'class-validator';
import { ConnectionUpkeepSettings } from './connection-upkeep-settings.js';
import { Setting } from './setting.decorator.js';
import { integer } from './setting.parsers.js';

/** How APIs are called by connections. */
export abstract class ConnectionSettings extends ConnectionUpkeepSettings {
  @Setting({
    env: 'CONN_CALLS_PER_MINUTE',
    description:
      'Calls in a minute by one connection, tokens that are handed out among them. Each process counts for itself.',
    default: '300',
    parse: integer,
  })
  @Min(1)
  @Max(1_000_000)
  readonly connCallsPerMinute!: number;

  @Setting({
    env: 'CONN_REALM_CALLS_PER_MINUTE',
    description: 'The same for all connections of one realm.',
    default: '3000',
    parse: integer,
  })
  @Min(1)
  @Max(10_000_000)
  readonly connRealmCallsPerMinute!: number;

  @Setting({
    env: 'CONN_PROXY_BODY_MIB',
    description: 'MiB that the body of a call may have, and that of its answer.',
    default: '10',
    parse: integer,
  })
  @Min(1)
  @Max(1024)
  readonly connProxyBodyMib!: number;

  @Setting({
    env: 'CONN_PROXY_SECONDS',
    description: 'Seconds that a call may take, its whole answer too.',
    default: '30',
    parse: integer,
  })
  @Min(1)
  @Max(600)
  readonly connProxySeconds!: number;
}
