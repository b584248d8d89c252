import { ArrayMaxSize, IsIn, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import type { SealingKey } from '../kernel/seal.js';
import { Setting } from './setting.decorator.js';
import { databaseUrl, flag, integer, networks, origin, sealingKeys } from './setting.parsers.js';

/** The realm key of the onesait platform, known to everybody: fit for trying out, not for production. */
export const WELL_KNOWN_REALM_KEY = 'onesaitplatform';

/** What the server is and stands on. */
export abstract class CoreSettings {
  @Setting({
    env: 'NODE_ENV',
    section: 'Server',
    description: 'With `production`, defaults that are only fit for trying out are refused.',
    default: 'development',
  })
  @IsIn(['development', 'test', 'production'])
  readonly nodeEnv!: 'development' | 'test' | 'production';

  @Setting({ env: 'PORT', description: 'TCP port to listen on.', default: '3000', parse: integer })
  @Min(0)
  @Max(65535)
  readonly port!: number;

  @Setting({
    env: 'HOST',
    description: 'Address or name to listen on. Set `0.0.0.0` to be reached from other machines, as in a container.',
    default: 'localhost',
  })
  @Matches(/^[A-Za-z0-9.:_-]{1,255}$/, { message: 'must be an address or a host name' })
  readonly host!: string;

  @Setting({
    env: 'PUBLIC_URL',
    description:
      'Origin under which clients reach the server: every issuer and link begins with it. No header can change it.',
    defaultNote: '`http://localhost:PORT`',
    example: 'https://id.example.com',
    parse: origin,
  })
  readonly publicUrl!: string;

  @Setting({
    env: 'ALLOW_HTTP',
    description: 'Accepts an `http` PUBLIC_URL whose host is not loopback.',
    default: 'false',
    parse: flag,
  })
  readonly allowHttp!: boolean;

  @Setting({
    env: 'TRUST_PROXY',
    description:
      'Comma list of addresses or CIDR blocks of the proxies in front. Their X-Forwarded-For tells the address of a client; nothing else is read from such headers.',
    default: '',
    example: '10.0.0.0/8,fd00::/8',
    parse: networks,
  })
  @ArrayMaxSize(100)
  readonly trustProxy!: readonly string[];

  @Setting({
    env: 'SHUTDOWN_TIMEOUT_SECONDS',
    description: 'How long requests that are under way may take after SIGTERM before they are cut off.',
    default: '8',
    parse: integer,
  })
  @Min(1)
  @Max(9)
  readonly shutdownTimeoutSeconds!: number;

  @Setting({
    env: 'DATABASE_URL',
    section: 'Database',
    description:
      '`mysql://user:password@host:3306/database`, or `sqlite:path` with a path that is absolute or relative to the working folder.',
    default: 'sqlite:data/realmgate.sqlite',
    example: 'mysql://realmgate:password@db.example.com:3306/realmgate',
    secret: true,
    parse: databaseUrl,
  })
  readonly databaseUrl!: string;

  @Setting({
    env: 'DATABASE_POOL_SIZE',
    description: 'Connections that one process opens to MySQL or MariaDB at most.',
    default: '10',
    parse: integer,
  })
  @Min(1)
  @Max(500)
  readonly databasePoolSize!: number;

  @Setting({
    env: 'MASTER_KEY',
    section: 'Secrets',
    description:
      'Keys that seal the secrets in the database: comma list of `[name:]base64` of 32 bytes, made with `openssl rand -base64 32`. The first seals, all open; to rotate, put a new one in front. Lost keys cannot be replaced.',
    defaultNote: 'required in production; elsewhere made and kept in `data/master.key`',
    secret: true,
    parse: sealingKeys,
  })
  readonly masterKeys!: readonly SealingKey[];

  @Setting({
    env: 'DEFAULT_REALM_KEY',
    section: 'Realms',
    description:
      'Key of the realms that have none of their own: it authenticates their own client and their clients without a secret. The default is public knowledge and refused in production.',
    default: WELL_KNOWN_REALM_KEY,
    secret: true,
  })
  @Length(5, 128, { message: 'must have 5 to 128 characters' })
  readonly defaultRealmKey!: string;

  @Setting({
    env: 'ALLOW_WELL_KNOWN_REALM_KEY',
    description: 'Accepts the well-known DEFAULT_REALM_KEY in production all the same.',
    default: 'false',
    parse: flag,
  })
  readonly allowWellKnownRealmKey!: boolean;

  @Setting({
    env: 'DEFAULT_TOKEN_VALIDITY_SECONDS',
    description: 'Lifetime of access tokens in realms and for clients that set none.',
    default: '43200',
    parse: integer,
  })
  @Min(1)
  @Max(31_536_000)
  readonly defaultTokenValiditySeconds!: number;

  @Setting({
    env: 'CODE_VALIDITY_SECONDS',
    description: 'Lifetime of authorization codes.',
    default: '60',
    parse: integer,
  })
  @Min(1)
  @Max(60)
  readonly codeValiditySeconds!: number;

  @Setting({
    env: 'BOOTSTRAP_ADMIN_CLIENT_ID',
    section: 'First start',
    description: 'Id of the administrator client that the first start on an empty database makes in realm `master`.',
    default: 'realmgate-admin',
  })
  @Matches(/^[\x21-\x7e]{1,128}$/, { message: 'must be 1 to 128 printable ASCII characters' })
  readonly bootstrapAdminClientId!: string;

  @Setting({
    env: 'BOOTSTRAP_ADMIN_CLIENT_SECRET',
    description:
      'Its secret: 16 to 256 printable characters. Needed for a first start in production without a terminal.',
    defaultNote: 'random, shown once on the terminal',
    secret: true,
  })
  @IsOptional()
  @Matches(/^[\x20-\x7e]{16,256}$/, { message: 'must be 16 to 256 printable ASCII characters' })
  readonly bootstrapAdminClientSecret?: string;
}
