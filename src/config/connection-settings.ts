import { Max, Min } from 'class-validator';
import { MailSettings } from './mail-settings.js';
import { Setting } from './setting.decorator.js';
import { integer } from './setting.parsers.js';

/** How the server deals with the tokens that other services give it. */
export abstract class ConnectionSettings extends MailSettings {
  @Setting({
    env: 'CONN_HTTP_TIMEOUT_MS',
    section: 'Outbound connections',
    description: 'Milliseconds that a provider has to answer a request for tokens, all in all.',
    default: '20000',
    parse: integer,
  })
  @Min(100)
  @Max(60_000)
  readonly connHttpTimeoutMs!: number;

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
    env: 'CONN_SESSION_MINUTES',
    description: 'Minutes for which the link to connect an account is good.',
    default: '30',
    parse: integer,
  })
  @Min(1)
  @Max(240)
  readonly connSessionMinutes!: number;

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
    env: 'CONN_REFRESH_MARGIN_SECONDS',
    description:
      'Seconds before its end at which an access token is refreshed, though never more than a fifth of its life. A config may say otherwise.',
    default: '300',
    parse: integer,
  })
  @Min(0)
  @Max(86_400)
  readonly connRefreshMarginSeconds!: number;
}
