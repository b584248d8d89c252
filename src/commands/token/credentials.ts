import { GRANT_TYPES } from '../../protocol/names.js';
import { CommandFailure } from '../failure.js';
import { askHidden, canAsk } from '../hidden-input.js';
import { readSecretFile } from '../secret-file.js';

/** What proves who asks, as arguments, as variables of the environment, or as files (`-` for standard input). */
export interface CredentialOptions {
  readonly grant: string;
  readonly client: string;
  readonly secret?: string;
  readonly secretFile?: string;
  readonly password?: string;
  readonly passwordFile?: string;
  readonly refreshToken?: string;
  readonly refreshTokenFile?: string;
}

export interface Credentials {
  readonly secret?: string;
  readonly password?: string;
  readonly refreshToken?: string;
}

/**
 * A file comes before a variable and an argument; what is missing is asked for on the terminal, where there is one.
 *
 * @throws CommandFailure
 */
export async function readCredentials(options: CredentialOptions): Promise<Credentials> {
  const { grant, client, secretFile, passwordFile, refreshTokenFile } = options;
  refuseSharedInput([secretFile, passwordFile, refreshTokenFile]);
  const secret = fromFile(secretFile) ?? options.secret ?? (await ask(`Secret of ${client} (none: empty)`));
  const password = fromFile(passwordFile) ?? options.password;
  const refreshToken = fromFile(refreshTokenFile) ?? options.refreshToken;
  return {
    secret: secret === '' ? undefined : secret,
    password: password ?? (grant === GRANT_TYPES.password ? await ask('Password of the user') : undefined),
    refreshToken: refreshToken ?? (grant === GRANT_TYPES.refreshToken ? await ask('Refresh token') : undefined),
  };
}

const fromFile = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : readSecretFile(path);

const ask = async (question: string): Promise<string | undefined> => (canAsk() ? askHidden(question) : undefined);

function refuseSharedInput(paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length > 1)
    throw new CommandFailure('Standard input can be read for one of them: use a file or a variable for the others.');
}
