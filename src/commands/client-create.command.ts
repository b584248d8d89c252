import { Option, SubCommand } from 'nest-commander';
import type { Client, NewClient } from '../clients/client.types.js';
import { TOKEN_FORMATS, type TokenFormat } from '../realms/realm.types.js';
import { CommandFailure } from './failure.js';
import { collect, JsonCommand, type JsonOption } from './json.command.js';
import { Managing } from './managing.js';
import { note, printFields, printJson } from './output.js';
import { readSecretFile } from './secret-file.js';

interface Options extends JsonOption {
  name?: string;
  public?: boolean;
  grantTypes?: string[];
  scopes?: string[];
  defaultScopes?: string[];
  redirectUris?: string[];
  roles?: string[];
  accessTokenFormat?: TokenFormat;
  clientSecret?: string;
  realmKey?: boolean;
}

@SubCommand({
  name: 'create',
  description: 'Make a client; a generated secret is shown once',
  arguments: '<realm> <clientId>',
})
export class ClientCreateCommand extends JsonCommand {
  constructor(private readonly managing: Managing) {
    super();
  }

  async run([realm = '', clientId = '']: string[], { json, ...options }: Options): Promise<void> {
    const input = newClient(clientId, options);
    const { client, clientSecret } = await this.managing.run(({ clients }) => clients.create(realm, input));
    const shown = { ...summary(client), clientSecret };
    if (json) return printJson(shown);
    printFields(shown);
    if (clientSecret !== undefined) note('The secret is shown this once.');
  }

  @Option({ flags: '--name <text>', description: 'name that people read' })
  readName(text: string): string {
    return text;
  }

  @Option({ flags: '--public', description: 'it cannot keep a secret: an app in a browser or on a device' })
  readPublic(): boolean {
    return true;
  }

  @Option({ name: 'grantTypes', flags: '--grant <type>', description: 'grant type it may use; repeatable' })
  readGrant(type: string, others?: string[]): string[] {
    return collect(type, others);
  }

  @Option({ name: 'scopes', flags: '--scope <name>', description: 'scope it may ask for; repeatable' })
  readScope(name: string, others?: string[]): string[] {
    return collect(name, others);
  }

  @Option({
    name: 'defaultScopes',
    flags: '--default-scope <name>',
    description: 'scope it gets when it asks for none; repeatable',
  })
  readDefaultScope(name: string, others?: string[]): string[] {
    return collect(name, others);
  }

  @Option({ name: 'redirectUris', flags: '--redirect-uri <uri>', description: 'where codes may be sent; repeatable' })
  readRedirectUri(uri: string, others?: string[]): string[] {
    return collect(uri, others);
  }

  @Option({ name: 'roles', flags: '--role <name>', description: 'role it holds when it acts for itself; repeatable' })
  readRole(name: string, others?: string[]): string[] {
    return collect(name, others);
  }

  @Option({
    name: 'accessTokenFormat',
    flags: '--token-format <format>',
    description: 'form of its access tokens, jwt or opaque (default: as the realm says)',
  })
  readFormat(format: string): TokenFormat {
    const known = TOKEN_FORMATS.find((name) => name === format);
    if (!known) throw new CommandFailure(`--token-format is one of: ${TOKEN_FORMATS.join(', ')}.`);
    return known;
  }

  @Option({
    name: 'clientSecret',
    flags: '--secret-file <path>',
    description: 'first line is the secret, - for standard input (default: one is generated)',
  })
  readSecret(path: string): string {
    return readSecretFile(path);
  }

  @Option({ flags: '--realm-key', description: 'no secret of its own: the realm key authenticates it' })
  readRealmKey(): boolean {
    return true;
  }
}

function newClient(clientId: string, { public: isPublic, realmKey, ...fields }: Omit<Options, 'json'>): NewClient {
  const secret = realmKey ? { clientSecret: null } : {};
  return { ...fields, ...secret, clientId, type: isPublic ? 'public' : 'confidential' };
}

const summary = ({ clientId, name, type, grantTypes, scopes, defaultScopes, redirectUris }: Client) => ({
  clientId,
  name,
  type,
  grantTypes,
  scopes,
  defaultScopes,
  redirectUris,
});
