import { linkParameters } from '../templates/authorization-link.js';
import { TemplateError } from '../templates/template-error.js';
import type { Variables } from '../templates/template.js';
import { compileUrl } from '../templates/url-template.js';
import { variablesOf } from '../templates/variables.js';
import { type ProviderRequest, tokenRequest } from '../vault/provider-request.js';
import type { ConnectionConfig } from './config.types.js';
import type { NamedSetting } from './lint.types.js';
import { sampleOf } from './preview-samples.js';

/** One request as it would go out, with samples in the place of values. */
export interface PreviewedRequest {
  readonly request: ProviderRequest | null;
  /** Why it cannot be made. */
  readonly fault: string | null;
}

export interface Preview {
  readonly link: PreviewedRequest;
  readonly token: PreviewedRequest;
  readonly refresh: PreviewedRequest;
}

export interface PreviewPlace {
  /** Of the config itself. */
  readonly redirectUri: string;
  readonly settings: readonly NamedSetting[];
  /** Of `params`, as somebody would give them; what lacks one shows its name. */
  readonly params?: Readonly<Record<string, string>>;
}

/** The link and the two token requests of a config. Nothing in them is real: secrets are never opened for it. */
export function previewOf(config: ConnectionConfig, place: PreviewPlace): Preview {
  const variables = sampleVariables(config, place);
  return {
    link: attempt(() => ({ method: 'GET', url: linkOf(config, variables, place.redirectUri), headers: {} })),
    token: attempt(() =>
      tokenRequest(
        config,
        config.grantType === 'client_credentials' ? 'client_credentials' : 'authorization_code',
        variables,
      ),
    ),
    refresh: attempt(() => tokenRequest(config, 'refresh_token', variables)),
  };
}

function linkOf(config: ConnectionConfig, variables: Variables, redirectUri: string): string {
  const parameters = linkParameters({
    clientId: variables.get('client_id') as string,
    redirectUri,
    state: variables.get('state') as string,
    codeChallenge: config.pkce === 'S256' ? (variables.get('code_challenge') as string) : null,
    scope: config.scopes.join(config.scopeSeparator),
  });
  return compileUrl(config.linkUrl, config).render(variables, parameters);
}

function attempt(build: () => ProviderRequest): PreviewedRequest {
  try {
    return { request: build(), fault: null };
  } catch (error) {
    if (error instanceof TemplateError) return { request: null, fault: error.message };
    throw error;
  }
}

function sampleVariables(config: ConnectionConfig, { redirectUri, settings, params }: PreviewPlace): Variables {
  const isSecret = (name: string): boolean => settings.some((each) => each.name === name && each.kind === 'secret');
  return variablesOf({
    flow: {
      state: sampleOf('state'),
      redirect_uri: redirectUri,
      scope: config.scopes.join(config.scopeSeparator),
      auth_code: sampleOf('code'),
      ...(config.pkce === 'S256'
        ? { code_challenge: sampleOf('code_challenge'), code_verifier: sampleOf('code_verifier') }
        : {}),
    },
    tokens: {
      accessToken: sampleOf('access_token'),
      refreshToken: sampleOf('refresh_token'),
      accessTokenSetting: config.accessTokenSetting,
      refreshTokenSetting: config.refreshTokenSetting,
    },
    client: { id: config.clientId ?? sampleOf('client_id'), secret: sampleOf('client_secret', true) },
    params: Object.fromEntries(config.params.map(({ name }) => [name, params?.[name] ?? name])),
    meta: Object.fromEntries(Object.keys(config.metaMap).map((name) => [name, sampleOf(name)])),
    settings: Object.fromEntries(settings.map(({ name }) => [name, sampleOf(name, isSecret(name))])),
  });
}
