import { IsIn, IsOptional, Matches, Max, Min } from 'class-validator';
import { ConnectionSettings } from './connection-settings.js';
import { Setting } from './setting.decorator.js';
import { dialectNames, integer, reachable } from './setting.parsers.js';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const REALM_NAME = /^[a-zA-Z0-9_-]{1,50}$/;

/** Every setting of the server, parsed and valid. Made by `loadSettings` alone, and frozen. */
export class Settings extends ConnectionSettings {
  @Setting({
    env: 'PASSWORD_HASH_CONCURRENCY',
    section: 'Limits',
    description:
      'Passwords that are hashed at the same time; others wait, so that logins do not starve token requests.',
    default: '2',
    parse: integer,
  })
  @Min(1)
  @Max(64)
  readonly passwordHashConcurrency!: number;

  @Setting({
    env: 'LOGIN_FAILURES_PER_ADDRESS',
    description: 'Wrong passwords for one user from one address before each further one has to wait.',
    default: '5',
    parse: integer,
  })
  @Min(1)
  @Max(1000)
  readonly loginFailuresPerAddress!: number;

  @Setting({
    env: 'LOGIN_FAILURES_PER_USER',
    description: 'Wrong passwords for one user in an hour, from wherever, before each further one has to wait.',
    default: '100',
    parse: integer,
  })
  @Min(1)
  @Max(100_000)
  readonly loginFailuresPerUser!: number;

  @Setting({
    env: 'CLIENT_FAILURES_PER_ADDRESS',
    description:
      'Wrong secrets for one client, or wrong realm keys, from one address in a minute before that address has to wait.',
    default: '20',
    parse: integer,
  })
  @Min(1)
  @Max(100_000)
  readonly clientFailuresPerAddress!: number;

  @Setting({
    env: 'CLIENT_FAILURES_PER_REALM',
    description:
      'Failures of clients to authenticate in one realm in a minute, from wherever, before addresses that have failed in that minute have to wait with their next realm key.',
    default: '200',
    parse: integer,
  })
  @Min(1)
  @Max(1_000_000)
  readonly clientFailuresPerRealm!: number;

  @Setting({
    env: 'OPEN_REQUESTS_PER_ADDRESS',
    description:
      "Requests in a minute from one address to endpoints that take no credentials: registration, the callbacks of connections, GoodBridge's introspection and revocation. Each process counts for itself.",
    default: '600',
    parse: integer,
  })
  @Min(1)
  @Max(1_000_000)
  readonly openRequestsPerAddress!: number;

  @Setting({
    env: 'DIALECTS',
    section: 'Dialects',
    description: 'Comma list of the dialects of other systems that are spoken beside the standards; `none` for none.',
    defaultNote: 'all of them',
    example: 'goodbridge,onesait',
    parse: dialectNames,
  })
  @IsOptional()
  readonly dialects?: readonly string[];

  @Setting({
    env: 'DIALECT_GOODBRIDGE_REALM',
    description: "Realm that GoodBridge's own paths, `/oauth/...`, belong to. They are 404 while it does not exist.",
    default: 'demo',
  })
  @Matches(REALM_NAME, { message: 'must be the name of a realm' })
  readonly dialectGoodbridgeRealm!: string;

  @Setting({
    env: 'DIALECT_GTWY_REALM',
    description:
      "Realm that GTWY's own paths, below DIALECT_GTWY_PREFIX, belong to. They are 404 while it does not exist.",
    default: 'demo',
  })
  @Matches(REALM_NAME, { message: 'must be the name of a realm' })
  readonly dialectGtwyRealm!: string;

  @Setting({
    env: 'DIALECT_GTWY_PREFIX',
    description: "Where GTWY's own paths begin.",
    default: '/gtwy',
  })
  @Matches(/^(\/[A-Za-z0-9_-]{1,50}){1,5}$/, { message: 'must be a path such as /gtwy' })
  readonly dialectGtwyPrefix!: string;

  @Setting({
    env: 'DIALECT_ONESAIT_STATUSES',
    description:
      "Statuses of onesait's token endpoint: `newest` as its latest generation answers (400, 401, 403 or 404 by the cause), `spring` for 400 at every `invalid_grant`.",
    default: 'newest',
  })
  @IsIn(['newest', 'spring'])
  readonly dialectOnesaitStatuses!: 'newest' | 'spring';

  @Setting({
    env: 'EGRESS_ALLOW',
    section: 'Calls out',
    description:
      'Comma list of hosts, addresses or CIDR blocks, each with `:port` or for any port, that the server may call though they are private, and without https: what clients, providers of connections and webhooks name. Everything else it calls is public and https.',
    defaultNote: 'none',
    example: 'intranet.example.com:443,10.1.0.0/16,127.0.0.1:8080',
    default: '',
    parse: reachable,
  })
  readonly egressAllow!: readonly string[];

  @Setting({
    env: 'METRICS_TOKEN',
    section: 'Operations',
    description: 'Bearer token that `GET /metrics` asks for: 16 to 256 printable characters without spaces.',
    defaultNote: 'none, `/metrics` is open',
    secret: true,
  })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{16,256}$/, { message: 'must be 16 to 256 printable ASCII characters without spaces' })
  readonly metricsToken?: string;

  @Setting({
    env: 'DOCS',
    description: '`off` hides the API reference at `/docs` and `/docs-json`.',
    default: 'on',
  })
  @IsIn(['on', 'off'])
  readonly docs!: 'on' | 'off';

  @Setting({ env: 'LOG_LEVEL', description: 'Least severe level that is logged.', default: 'info' })
  @IsIn(LOG_LEVELS)
  readonly logLevel!: LogLevel;

  @Setting({
    env: 'AUDIT_RETENTION_DAYS',
    description: 'Days for which audit events are kept.',
    default: '90',
    parse: integer,
  })
  @Min(1)
  @Max(36_500)
  readonly auditRetentionDays!: number;

  @Setting({
    env: 'PRUNE_INTERVAL_SECONDS',
    description: 'Seconds between two rounds that delete what has expired.',
    default: '60',
    parse: integer,
  })
  @Min(1)
  @Max(86_400)
  readonly pruneIntervalSeconds!: number;

  /** What the operator should know though the server starts. */
  readonly warnings!: readonly string[];

  get isProduction(): boolean {
    return this.nodeEnv === 'production';
  }
}
