import { Module } from '@nestjs/common';
import { HeldRolesRepository } from './held-roles.repository.js';
import { KnownAssociationsRepository } from './known-associations.repository.js';
import { NewRealm } from './new-realm.js';
import { RealmAuthTokens } from './realm-auth-tokens.service.js';
import { RealmDataKeysRepository } from './realm-data-keys.repository.js';
import { RealmDataKeys } from './realm-data-keys.js';
import { RealmTextsRepository } from './realm-texts.repository.js';
import { RealmTexts } from './realm-texts.service.js';
import { RealmGuard } from './realm.guard.js';
import { RealmMapper } from './realm.mapper.js';
import { RealmsRepository } from './realms.repository.js';
import { RealmsService } from './realms.service.js';
import { RoleAssociationsRepository } from './role-associations.repository.js';
import { RoleAssociationsService } from './role-associations.service.js';
import { RolesRepository } from './roles.repository.js';
import { RolesService } from './roles.service.js';

@Module({
  providers: [
    RealmDataKeysRepository,
    RealmDataKeys,
    RealmsRepository,
    RealmTextsRepository,
    RealmTexts,
    RealmAuthTokens,
    RealmMapper,
    NewRealm,
    RealmsService,
    RolesRepository,
    HeldRolesRepository,
    RolesService,
    RoleAssociationsRepository,
    KnownAssociationsRepository,
    RoleAssociationsService,
    RealmGuard,
  ],
  exports: [
    RealmAuthTokens,
    RealmDataKeys,
    RealmTexts,
    RealmsService,
    RolesService,
    RoleAssociationsService,
    RealmGuard,
  ],
})
export class RealmsModule {}
