import type { Client, ClientChanges, NewClient, StoredSecret } from '../../clients/client.types.js';
import { toText, toTextOrNull, toTimeChange } from '../conventions/times.js';
import type { ClientChangesDto, NewClientDto } from './client.dto.js';
import type { ClientSignInViewDto } from './client-sign-in-view.dto.js';
import type { ClientDto, ClientSecretInfoDto } from './client-view.dto.js';

const toSecretInfo = ({ id, createdAt, expiresAt }: StoredSecret): ClientSecretInfoDto => ({
  id,
  createdAt: toText(createdAt),
  expiresAt: toTextOrNull(expiresAt),
});

/**
 * Field by field: what a client holds beside these stays inside.
 *
 * @param secrets the live ones
 */
export function toClientDto(client: Client, roles: readonly string[], secrets: readonly StoredSecret[]): ClientDto {
  return {
    clientId: client.clientId,
    name: client.name,
    type: client.type,
    origin: client.origin,
    grantTypes: client.grantTypes,
    scopes: client.scopes,
    defaultScopes: client.defaultScopes,
    redirectUris: client.redirectUris,
    requirePkce: client.requirePkce,
    tokenEndpointAuthMethods: client.tokenEndpointAuthMethods,
    roles: [...roles],
    audience: client.audience,
    resources: client.resources,
    accessTokenFormat: client.accessTokenFormat,
    accessTokenSigningAlg: client.accessTokenSigningAlg,
    idTokenSignedResponseAlg: client.idTokenSignedResponseAlg,
    accessTokenValiditySeconds: client.accessTokenValiditySeconds,
    refreshTokenValiditySeconds: client.refreshTokenValiditySeconds,
    refreshTokenPolicy: client.refreshTokenPolicy,
    acceptsJson: client.acceptsJson,
    refreshWithoutAuthentication: client.refreshWithoutAuthentication,
    assertionAudience: client.assertionAudience,
    ...toSignIn(client),
    enabled: client.enabled,
    notBefore: toTextOrNull(client.notBefore),
    secrets: secrets.map(toSecretInfo),
    version: client.version,
    createdAt: toText(client.createdAt),
    updatedAt: toText(client.updatedAt),
  };
}

const toSignIn = (client: Client): ClientSignInViewDto => ({
  applicationType: client.applicationType,
  postLogoutRedirectUris: client.postLogoutRedirectUris,
  backchannelLogoutUri: client.backchannelLogoutUri,
  backchannelLogoutSessionRequired: client.backchannelLogoutSessionRequired,
  subjectType: client.subjectType,
  sectorIdentifierUri: client.sectorIdentifierUri,
  userinfoSignedResponseAlg: client.userinfoSignedResponseAlg,
  requestObjectSigningAlg: client.requestObjectSigningAlg,
  requestUris: client.requestUris,
  jwks: client.jwks,
  jwksUri: client.jwksUri,
  tokenEndpointAuthSigningAlg: client.tokenEndpointAuthSigningAlg,
  defaultMaxAge: client.defaultMaxAge,
  requireAuthTime: client.requireAuthTime,
  defaultAcrValues: client.defaultAcrValues,
  initiateLoginUri: client.initiateLoginUri,
  clientUri: client.clientUri,
  logoUri: client.logoUri,
  policyUri: client.policyUri,
  tosUri: client.tosUri,
  contacts: client.contacts,
});

export function toClientChanges(dto: ClientChangesDto): ClientChanges {
  const { notBefore, ...rest } = dto;
  return { ...rest, ...(notBefore !== undefined && { notBefore: toTimeChange(notBefore, 'notBefore') }) };
}

export function toNewClient(dto: NewClientDto): NewClient {
  const { clientId, type, clientSecret, ...changes } = dto;
  return { ...toClientChanges(changes), clientId, type, clientSecret };
}
