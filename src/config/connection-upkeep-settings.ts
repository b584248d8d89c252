import { Max, Min } from 'class-validator';
import { ConnectSettings } from './connect-settings.js';
import { Setting } from './setting.decorator.js';
import { integer } from './setting.parsers.js';

/** How the tokens of other services are kept fresh, and their keys. */
export abstract class ConnectionUpkeepSettings extends ConnectSettings {
  @Setting({
    env: 'CONN_LEASE_SECONDS',
    description:
      'Seconds for which one node has the refresh of a connection to itself; more than twice CONN_HTTP_TIMEOUT_MS. After a crash in the middle of a refresh, another node takes over when they have passed.',
    default: '45',
    parse: integer,
  })
  @Min(1)
  @Max(600)
  readonly connLeaseSeconds!: number;

  @Setting({
    env: 'CONN_REFRESH_MARGIN_SECONDS',
    description:
      'Seconds before its end at which an access token is refreshed, though never more than a fifth of its life. A config may say otherwise.',
    default: '300',
    parse: integer,
  })
  @Min(0)
  @Max(86_400)
  readonly connRefreshMarginSeconds!: number;

  @Setting({
    env: 'CONN_REFRESH_INTERVAL_SECONDS',
    description:
      'Seconds between two refreshes of one connection that somebody asks for, or that an API makes necessary by refusing the token.',
    default: '30',
    parse: integer,
  })
  @Min(1)
  @Max(3600)
  readonly connRefreshIntervalSeconds!: number;

  @Setting({
    env: 'CONN_BACKOFF_FIRST_SECONDS',
    description: 'Seconds for which a provider is left alone after it failed; doubled with each further failure.',
    default: '30',
    parse: integer,
  })
  @Min(1)
  @Max(3600)
  readonly connBackoffFirstSeconds!: number;

  @Setting({
    env: 'CONN_BACKOFF_MOST_SECONDS',
    description: 'Seconds for which it is left alone at most, unless it asks for more.',
    default: '900',
    parse: integer,
  })
  @Min(1)
  @Max(86_400)
  readonly connBackoffMostSeconds!: number;

  @Setting({
    env: 'CONN_SWEEP_SECONDS',
    description:
      'Seconds between two rounds that refresh connections which nobody uses, so that their grants do not lapse.',
    default: '600',
    parse: integer,
  })
  @Min(1)
  @Max(86_400)
  readonly connSweepSeconds!: number;

  @Setting({
    env: 'CONN_SWEEP_ROWS',
    description: 'Connections that such a round takes in hand at a time.',
    default: '200',
    parse: integer,
  })
  @Min(1)
  @Max(5000)
  readonly connSweepRows!: number;

  @Setting({
    env: 'CONN_SWEEP_REQUESTS_PER_SECOND',
    description: 'Requests in a second that such a round makes to one host at most.',
    default: '5',
    parse: integer,
  })
  @Min(1)
  @Max(1000)
  readonly connSweepRequestsPerSecond!: number;

  @Setting({
    env: 'CONN_TOMBSTONE_DAYS',
    description: 'Days for which it can be read what became of a connection that has ended.',
    default: '90',
    parse: integer,
  })
  @Min(1)
  @Max(3650)
  readonly connTombstoneDays!: number;

  @Setting({
    env: 'CONN_HISTORY_DAYS',
    description: 'Days for which the events of connections are kept.',
    default: '400',
    parse: integer,
  })
  @Min(1)
  @Max(3650)
  readonly connHistoryDays!: number;

  @Setting({
    env: 'CONN_KEY_ROTATION_DAYS',
    description: 'Days after which the key that seals the tokens and secrets of a realm is replaced.',
    default: '365',
    parse: integer,
  })
  @Min(1)
  @Max(3650)
  readonly connKeyRotationDays!: number;

  @Setting({
    env: 'CONN_KEY_ROTATION_SEALS',
    description:
      'Values after which it is replaced, should it have sealed that many before. They are counted in blocks, so that it may be somewhat fewer.',
    default: '2147483648',
    parse: integer,
  })
  @Min(100)
  @Max(4_294_967_296)
  readonly connKeyRotationSeals!: number;
}
