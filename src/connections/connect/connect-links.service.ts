import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import type { RealmRef } from '../../database/realm-ref.js';
import { sha256 } from '../../kernel/digest.js';
import type { ConnectionConfig } from '../configs/config.types.js';
import { linkParameters } from '../templates/authorization-link.js';
import { TemplateError } from '../templates/template-error.js';
import { compileUrl } from '../templates/url-template.js';
import { variablesOf } from '../templates/variables.js';
import { callbackUrl } from './callback-path.js';
import type { BoundInputs } from './connect-session.types.js';
import type { RouteSecrets } from './connect-states.service.js';
import { ConnectVariables } from './connect-variables.service.js';
import type { ConnectVisit } from './connect-visits.service.js';

interface Route extends RouteSecrets {
  readonly redirectUri: string;
}

/** Makes the links that lead to providers. */
@Injectable()
export class ConnectLinks {
  constructor(
    private readonly variables: ConnectVariables,
    private readonly settings: Settings,
  ) {}

  /** The config's own. */
  redirectUri({ publicKey }: ConnectionConfig): string {
    return callbackUrl(this.settings.publicUrl, publicKey);
  }

  /** @throws DomainError `template_missing_value`, `param_invalid` */
  async link(
    realm: RealmRef,
    { session, config }: ConnectVisit,
    inputs: BoundInputs,
    { state, codeVerifier, redirectUri }: Route,
  ): Promise<string> {
    const known = await this.variables.of(realm, config, session, inputs);
    const scope = config.scopes.join(config.scopeSeparator);
    const codeChallenge = codeVerifier === null ? null : sha256(codeVerifier).toString('base64url');
    const clientId = known.get('client_id');
    if (clientId === undefined) throw TemplateError.missing('client_id');
    const flow = { state, redirect_uri: redirectUri, scope, ...(codeChallenge && { code_challenge: codeChallenge }) };
    const link = { clientId, redirectUri, state, codeChallenge, scope };
    const template = compileUrl(config.linkUrl, config);
    return template.render(new Map([...known, ...variablesOf({ flow })]), linkParameters(link));
  }

  /** Origins that the link may lead to, `*` for a label that is not known before it is asked for. */
  async destinations(realm: RealmRef, { session, config }: ConnectVisit): Promise<readonly string[]> {
    const template = compileUrl(config.linkUrl, config);
    if (template.hostNames.length === 0) return [template.sampleOrigin];
    const known = await this.variables.of(realm, config, session, {
      params: session.params,
      settings: {},
      hosts: [],
    });
    if (!template.hostNames.every((name) => known.has(name))) return possible(config, template.sampleOrigin);
    const flow = { state: '-', redirect_uri: '-', code_challenge: '-', scope: '-' };
    const link = template.render(new Map([...variablesOf({ flow, client: { id: '-', secret: null } }), ...known]));
    return [new URL(link).origin];
  }
}

/** A variable label in front of a domain, or whatever lies below the domains that are allowed. */
function possible({ linkUrl, allowedHostSuffixes }: ConnectionConfig, sampleOrigin: string): string[] {
  const [, suffix] = /^https?:\/\/\{\{[^}]*\}\}(\.[^/?]+)/i.exec(linkUrl.trim()) ?? [];
  const { protocol } = new URL(sampleOrigin);
  if (suffix !== undefined) return [`${protocol}//*${suffix}`];
  return allowedHostSuffixes
    .map((domain) => domain.replace(/^\./, ''))
    .flatMap((domain) => [`${protocol}//${domain}`, `${protocol}//*.${domain}`]);
}
