import { Max, Min } from 'class-validator';
import { MailSettings } from './mail-settings.js';
import { Setting } from './setting.decorator.js';
import { integer } from './setting.parsers.js';

/** How accounts at other services are connected. */
export abstract class ConnectSettings extends MailSettings {
  @Setting({
    env: 'CONN_SESSION_MINUTES',
    section: 'Outbound connections',
    description: 'Minutes for which the link to connect an account is good.',
    default: '30',
    parse: integer,
  })
  @Min(1)
  @Max(240)
  readonly connSessionMinutes!: number;

  @Setting({
    env: 'CONN_STATE_MINUTES',
    description: 'Minutes that a browser may be away at a provider.',
    default: '10',
    parse: integer,
  })
  @Min(1)
  @Max(60)
  readonly connStateMinutes!: number;

  @Setting({
    env: 'CONN_PARKED_MINUTES',
    description: 'Minutes for which an answer that a provider posts waits for the browser to fetch it.',
    default: '2',
    parse: integer,
  })
  @Min(1)
  @Max(10)
  readonly connParkedMinutes!: number;

  @Setting({
    env: 'CONN_STARTS_PER_HOUR',
    description: 'Connections that one user, or one service for itself, may begin in an hour.',
    default: '20',
    parse: integer,
  })
  @Min(1)
  @Max(100_000)
  readonly connStartsPerHour!: number;

  @Setting({
    env: 'CONN_CONFIGS_PER_APP',
    description: 'Configs that one app may have.',
    default: '10',
    parse: integer,
  })
  @Min(1)
  @Max(100)
  readonly connConfigsPerApp!: number;

  @Setting({
    env: 'CONN_CONNECTIONS_PER_OWNER',
    description: 'Connections that one user, or the realm, may have by one config.',
    default: '10',
    parse: integer,
  })
  @Min(1)
  @Max(100)
  readonly connConnectionsPerOwner!: number;

  @Setting({
    env: 'CONN_HTTP_TIMEOUT_MS',
    description: 'Milliseconds that a provider has to answer a request for tokens, all in all.',
    default: '20000',
    parse: integer,
  })
  @Min(100)
  @Max(60_000)
  readonly connHttpTimeoutMs!: number;

  @Setting({
    env: 'CONN_HTTP_CONNECT_TIMEOUT_MS',
    description: 'Milliseconds of these that may pass until a provider is reached.',
    default: '5000',
    parse: integer,
  })
  @Min(50)
  @Max(60_000)
  readonly connHttpConnectTimeoutMs!: number;

  @Setting({
    env: 'CONN_TOKEN_ANSWER_KIB',
    description: 'KiB that the answer of a provider may have.',
    default: '256',
    parse: integer,
  })
  @Min(1)
  @Max(4096)
  readonly connTokenAnswerKib!: number;
}
