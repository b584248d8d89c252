import { DomainError } from '../../kernel/domain-error.js';
import {
  REGISTRATION_RULES,
  type Branding,
  type PasswordPolicy,
  type Realm,
  type RealmChanges,
  type RegistrationRules,
} from '../../realms/realm.types.js';
import { mergePatch } from '../conventions/merge-patch.js';
import { toText, toTextOrNull, toTimeChange } from '../conventions/times.js';
import type { RealmChangesDto, RealmDto } from './realm.dto.js';
import type { RegistrationRulesDto } from './registration-rules.dto.js';

/** Field by field: what a realm holds beside these, its key above all, stays inside. */
export function toRealmDto(realm: Realm): RealmDto {
  return {
    name: realm.name,
    displayName: realm.displayName,
    description: realm.description,
    usesDefaultKey: realm.usesDefaultKey,
    tokenValiditySeconds: realm.tokenValiditySeconds,
    refreshTokenValiditySeconds: realm.refreshTokenValiditySeconds,
    grantValiditySeconds: realm.grantValiditySeconds,
    sessionIdleSeconds: realm.sessionIdleSeconds,
    sessionMaxSeconds: realm.sessionMaxSeconds,
    refreshGraceSeconds: realm.refreshGraceSeconds,
    accessTokenFormat: realm.accessTokenFormat,
    signingAlgorithm: realm.signingAlgorithm,
    passwordPolicy: { ...realm.passwordPolicy },
    branding: { ...realm.branding },
    registration: realm.registration,
    registrationRules: toRulesDto(realm.registrationRules),
    selfRegistration: realm.selfRegistration,
    connectConfirmationOnly: realm.connectConfirmationOnly,
    enabled: realm.enabled,
    notBefore: toTextOrNull(realm.notBefore),
    version: realm.version,
    createdAt: toText(realm.createdAt),
    updatedAt: toText(realm.updatedAt),
  };
}

type Merged = Pick<Realm, 'passwordPolicy' | 'branding' | 'registrationRules'>;

const toRulesDto = ({ scopes, grantTypes, redirectHosts, ...rest }: RegistrationRules): RegistrationRulesDto => ({
  scopes: [...scopes],
  grantTypes: [...grantTypes],
  redirectHosts: [...redirectHosts],
  ...rest,
});

const DEFAULTS: Merged = {
  passwordPolicy: { minLength: 8, maxLength: 256 },
  branding: {},
  registrationRules: REGISTRATION_RULES,
};

/** @param current what the objects of the body are merged into */
export function toRealmChanges(dto: RealmChangesDto, current: Merged = DEFAULTS): RealmChanges {
  const { notBefore, passwordPolicy, branding, registrationRules: rules, ...rest } = dto;
  return {
    ...rest,
    ...(notBefore !== undefined && { notBefore: toTimeChange(notBefore, 'notBefore') }),
    ...(passwordPolicy && { passwordPolicy: mergedPolicy(current.passwordPolicy, passwordPolicy) }),
    ...(rules && {
      registrationRules: mergePatch({ ...current.registrationRules }, rules) as unknown as RegistrationRules,
    }),
    ...(branding && { branding: mergePatch({ ...current.branding }, branding) as Branding }),
  };
}

function mergedPolicy(current: PasswordPolicy, changes: Partial<PasswordPolicy>): PasswordPolicy {
  const { minLength = current.minLength, maxLength = current.maxLength } = changes;
  if (minLength <= maxLength) return { minLength, maxLength };
  throw DomainError.invalid('passwordPolicy.minLength', 'passwordPolicy.minLength must not be greater than maxLength');
}
