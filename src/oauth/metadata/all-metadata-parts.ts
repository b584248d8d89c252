import type { FactoryProvider, Type } from '@nestjs/common';
import { AuthorizationPart } from './authorization.part.js';
import { ClientAuthenticationPart } from './client-authentication.part.js';
import { GrantsPart } from './grants.part.js';
import { LogoutPart } from './logout.part.js';
import type { MetadataPart } from './metadata-part.js';
import { OpenidPart } from './openid.part.js';
import { RegistrationPart } from './registration.part.js';
import { ScopesPart } from './scopes.part.js';

/** Every part of the metadata. No two say anything of the same member. */
export const ALL_METADATA_PARTS: Type<MetadataPart>[] = [
  AuthorizationPart,
  ClientAuthenticationPart,
  GrantsPart,
  ScopesPart,
  OpenidPart,
  LogoutPart,
  RegistrationPart,
];

export const METADATA_PARTS = Symbol('metadata parts');

export const metadataParts: FactoryProvider<readonly MetadataPart[]> = {
  provide: METADATA_PARTS,
  inject: ALL_METADATA_PARTS,
  useFactory: (...all: MetadataPart[]) => all,
};
