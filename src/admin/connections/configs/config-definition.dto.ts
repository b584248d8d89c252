import {
  BODY_FORMATS,
  CONFIG_GRANT_TYPES,
  CONNECTION_COUNTS,
  CONNECTION_LEVELS,
  PKCE_MODES,
  PROVIDER_CLIENT_AUTHS,
  SCOPE_ENCODINGS,
  STANDARD_PATHS,
  TOKEN_METHODS,
  TOKEN_RELEASES,
  type ConfigDefinition,
} from '../../../connections/configs/config.types.js';
import { ConfigChoice, ConfigField, ConfigObject, ConfigText, ConfigTexts } from './config-field.decorator.js';

const nullable = true;

const REVOKE = { method: 'POST', url: 'https://crm.example/revoke', body: '{"token": "{{access_token}}"}' };
const INTROSPECT = { method: 'POST', url: 'https://crm.example/introspect', body: '{"token": "{{access_token}}"}' };
const TEST = {
  method: 'GET',
  url: 'https://api.crm.example/me',
  headers: { Authorization: 'Bearer {{access_token}}' },
};
const PROXY = {
  baseUrl: 'https://api.crm.example/v1',
  inject: [{ in: 'header', name: 'Authorization', value: 'Bearer {{access_token}}' }],
  allowedMethods: ['GET', 'POST'],
  allowedHosts: [],
};

/** What is said of a provider. Absent: as the preset has it, else as for every config. */
export class ConfigDefinitionDto implements Partial<ConfigDefinition> {
  @ConfigChoice('How tokens are come by.', CONFIG_GRANT_TYPES, 'authorization_code')
  grantType?: ConfigDefinition['grantType'];

  @ConfigText(
    'Where people are sent. State, redirect URI, client id and PKCE are added.',
    'https://crm.example/authorize',
  )
  linkUrl?: string;

  @ConfigTexts('Scopes that are asked for.', ['read', 'write'])
  scopes?: readonly string[];

  @ConfigTexts('Those of them without which a connection is of no use: its owner has to grant them.', ['read'])
  requiredScopes?: readonly string[];

  @ConfigText('What stands between them.', ' ')
  scopeSeparator?: string;

  @ConfigChoice('How they stand in the link.', SCOPE_ENCODINGS, '%20')
  scopeEncoding?: ConfigDefinition['scopeEncoding'];

  @ConfigChoice('Whether codes are bound to us (RFC 7636).', PKCE_MODES, 'S256')
  pkce?: ConfigDefinition['pkce'];

  @ConfigText('Where codes are exchanged.', 'https://crm.example/token')
  tokenUrl?: string;

  @ConfigChoice('Method of the token request.', TOKEN_METHODS, 'POST')
  tokenMethod?: ConfigDefinition['tokenMethod'];

  @ConfigText('JSON object with placeholders; null: the request of RFC 6749.', '{"code": "{{auth_code}}"}', nullable)
  tokenBody?: string | null;

  @ConfigObject('Headers of token and refresh request.', { Accept: 'application/json' })
  tokenHeaders?: Readonly<Record<string, string>>;

  @ConfigChoice('How the bodies of token and refresh request go out.', BODY_FORMATS, 'form')
  bodyFormat?: ConfigDefinition['bodyFormat'];

  @ConfigChoice('How the client authenticates.', PROVIDER_CLIENT_AUTHS, 'body')
  clientAuth?: ConfigDefinition['clientAuth'];

  @ConfigText('Null: the setting `client_id` has it.', 'id-1', nullable)
  clientId?: string | null;

  @ConfigText('Null: the token URL.', null, nullable)
  refreshUrl?: string | null;

  @ConfigText('JSON object with placeholders; null: the request of RFC 6749.', null, nullable)
  refreshBody?: string | null;

  @ConfigObject('Request that ends a grant; null for none.', REVOKE, nullable)
  revoke?: ConfigDefinition['revoke'];

  @ConfigObject('Request that asks after a token; null for none.', INTROSPECT, nullable)
  introspect?: ConfigDefinition['introspect'];

  @ConfigObject('Request that shows whose account it is; null for none.', TEST, nullable)
  testRequest?: ConfigDefinition['testRequest'];

  @ConfigObject('Where values stand in answers: singular queries of RFC 9535, merged member by member.', STANDARD_PATHS)
  paths?: ConfigDefinition['paths'];

  @ConfigObject('What is kept of callback and token answer, as `{{meta.name}}`.', { instance_url: '$.instance_url' })
  metaMap?: Readonly<Record<string, string>>;

  @ConfigText('A further name of the access token in templates.', 'access_token')
  accessTokenSetting?: string;

  @ConfigText('A further name of the refresh token in templates.', 'refresh_token')
  refreshTokenSetting?: string;

  @ConfigObject('When an access token ends.', { strategy: 'response' })
  expiry?: ConfigDefinition['expiry'];

  @ConfigObject('By what the API says that a token is not good any more.', { statuses: [401] })
  rejectedWhen?: ConfigDefinition['rejectedWhen'];

  @ConfigObject(
    'What a successful token answer holds; null: its status says so.',
    { path: '$.ok', equals: 'true' },
    nullable,
  )
  successWhen?: ConfigDefinition['successWhen'];

  @ConfigTexts('Errors beside `invalid_grant` after which no refresh succeeds.', ['token_revoked'])
  terminalErrors?: readonly string[];

  @ConfigObject('How calls to the API are made; null: none are.', PROXY, nullable)
  proxy?: ConfigDefinition['proxy'];

  @ConfigChoice('Whose the connections are.', CONNECTION_LEVELS, 'user')
  connectionLevel?: ConfigDefinition['connectionLevel'];

  @ConfigChoice('How many an owner may have.', CONNECTION_COUNTS, 'one')
  multi?: ConfigDefinition['multi'];

  @ConfigChoice('To whom access tokens are handed out.', TOKEN_RELEASES, 'none')
  tokenRelease?: ConfigDefinition['tokenRelease'];

  @ConfigTexts('Domains below which a host from a variable has to lie.', ['crm.example'])
  allowedHostSuffixes?: readonly string[];

  @ConfigField(
    { type: 'array', items: { type: 'object', additionalProperties: true } },
    {
      description: 'What is asked before the provider can be addressed, as `{{params.name}}`.',
      example: [{ name: 'subdomain', label: 'Your subdomain', pattern: '[a-z0-9-]{1,40}' }],
    },
  )
  params?: ConfigDefinition['params'];

  @ConfigText('Compared with `iss` of the callback (RFC 9207); null: not compared.', null, nullable)
  issuer?: string | null;
}
