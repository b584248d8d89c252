import { Command, CommandRunner, Option } from 'nest-commander';
import { GRANT_TYPES } from '../protocol/names.js';
import { collect } from './json.command.js';
import { print, printJson } from './output.js';
import { readSecretFile } from './secret-file.js';
import { requestToken, RUNNABLE_GRANTS } from './token/token-request.js';

interface Options {
  url: string;
  grant: string;
  client: string;
  secret?: string;
  secretFile?: string;
  username?: string;
  password?: string;
  refreshToken?: string;
  scope?: string;
  resource?: string[];
  bare?: boolean;
}

@Command({
  name: 'token',
  description: 'Run a flow against a running server and print its answer',
  arguments: '<realm>',
})
export class TokenCommand extends CommandRunner {
  async run([realm = '']: string[], { secretFile, bare, ...options }: Options): Promise<void> {
    const secret = secretFile === undefined ? options.secret : readSecretFile(secretFile);
    const answer = await requestToken({ ...options, secret, realm });
    if (bare) print(String(answer.access_token));
    else printJson(answer);
  }

  @Option({
    flags: '--url <origin>',
    description: 'where the server is reached',
    defaultValue: 'http://localhost:3000',
  })
  readUrl(origin: string): string {
    return origin;
  }

  @Option({
    flags: '--grant <type>',
    description: RUNNABLE_GRANTS.join(', '),
    defaultValue: GRANT_TYPES.clientCredentials,
  })
  readGrant(type: string): string {
    return type;
  }

  @Option({ flags: '--client <id>', description: 'client_id', required: true })
  readClient(id: string): string {
    return id;
  }

  @Option({ flags: '--secret <secret>', description: 'its secret', env: 'REALMGATE_CLIENT_SECRET' })
  readSecret(secret: string): string {
    return secret;
  }

  @Option({ flags: '--secret-file <path>', description: 'its secret is the first line, - for standard input' })
  readSecretPath(path: string): string {
    return path;
  }

  @Option({ flags: '--username <name>', description: `for the grant ${GRANT_TYPES.password}` })
  readUsername(name: string): string {
    return name;
  }

  @Option({
    flags: '--password <password>',
    description: `for the grant ${GRANT_TYPES.password}`,
    env: 'REALMGATE_PASSWORD',
  })
  readPassword(password: string): string {
    return password;
  }

  @Option({
    flags: '--refresh-token <token>',
    description: `for the grant ${GRANT_TYPES.refreshToken}`,
    env: 'REALMGATE_REFRESH_TOKEN',
  })
  readRefreshToken(token: string): string {
    return token;
  }

  @Option({ flags: '--scope <names>', description: 'scopes, separated by spaces (default: those of the client)' })
  readScope(names: string): string {
    return names;
  }

  @Option({ flags: '--resource <uri>', description: 'resource the token is for; repeatable' })
  readResource(uri: string, others?: string[]): string[] {
    return collect(uri, others);
  }

  @Option({ flags: '--bare', description: 'print the access token alone, for a script' })
  readBare(): boolean {
    return true;
  }
}
