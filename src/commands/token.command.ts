import { Command, CommandRunner, Option } from 'nest-commander';
import { GRANT_TYPES } from '../protocol/names.js';
import { collect } from './json.command.js';
import { print, printJson } from './output.js';
import { type CredentialOptions, readCredentials } from './token/credentials.js';
import { requestToken, RUNNABLE_GRANTS } from './token/token-request.js';

interface Options extends CredentialOptions {
  url?: string;
  username?: string;
  scope?: string;
  resource?: string[];
  bare?: boolean;
}

const SHOWN = 'shows in the list of processes';

@Command({
  name: 'token',
  description: 'Run a flow against a running server and print its answer',
  arguments: '<realm>',
})
export class TokenCommand extends CommandRunner {
  async run([realm = '']: string[], { bare, ...options }: Options): Promise<void> {
    const url = options.url ?? (await publicUrl());
    const answer = await requestToken({ ...options, ...(await readCredentials(options)), url, realm });
    if (bare) print(String(answer.access_token));
    else printJson(answer);
  }

  @Option({ flags: '--url <origin>', description: 'where the server is reached (default: as PUBLIC_URL and PORT say)' })
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

  @Option({ flags: '--secret-file <path>', description: 'its secret is the first line, - for standard input' })
  readSecretPath(path: string): string {
    return path;
  }

  @Option({ flags: '--secret <secret>', description: `its secret; ${SHOWN}`, env: 'REALMGATE_CLIENT_SECRET' })
  readSecret(secret: string): string {
    return secret;
  }

  @Option({ flags: '--username <name>', description: `for the grant ${GRANT_TYPES.password}` })
  readUsername(name: string): string {
    return name;
  }

  @Option({ flags: '--password-file <path>', description: 'the password is the first line, - for standard input' })
  readPasswordPath(path: string): string {
    return path;
  }

  @Option({ flags: '--password <password>', description: `the password; ${SHOWN}`, env: 'REALMGATE_PASSWORD' })
  readPassword(password: string): string {
    return password;
  }

  @Option({
    flags: '--refresh-token-file <path>',
    description: `for the grant ${GRANT_TYPES.refreshToken}: it is the first line, - for standard input`,
  })
  readRefreshTokenPath(path: string): string {
    return path;
  }

  @Option({
    flags: '--refresh-token <token>',
    description: `the refresh token; ${SHOWN}`,
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

/** Settings are loaded for this alone, and only when it is asked. */
async function publicUrl(): Promise<string> {
  const { loadPublicUrl } = await import('../config/load-settings.js');
  return loadPublicUrl();
}
