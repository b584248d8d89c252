import { Module } from '@nestjs/common';
import { ProvisioningModule } from '../../../provisioning/provisioning.module.js';
import { RealmsModule } from '../../../realms/realms.module.js';
import { ManagementModule } from '../../../tokens/management/management.module.js';
import { UsersModule } from '../../../users/users.module.js';
import { mount } from '../../mount.js';
import { Associations } from './associations.service.js';
import { Authorizations } from './authorizations.service.js';
import { Members } from './members.service.js';
import { RealmAccess } from './realm-access.service.js';
import { OnesaitRealmAssociationsController } from './realm-associations.controller.js';
import { OnesaitRealmAuthorizationsController } from './realm-authorizations.controller.js';
import { RealmOverviews } from './realm-overviews.service.js';
import { OnesaitRealmRolesController } from './realm-roles.controller.js';
import { OnesaitRealmUsersController } from './realm-users.controller.js';
import { RealmWrites } from './realm-writes.service.js';
import { REALMS_API_PATH } from './realms-api.decorator.js';
import { OnesaitRealmsController } from './realms.controller.js';
import { RoleWrites } from './role-writes.service.js';
import { OnesaitRealmsUnknownPathsController } from './unknown-paths.controller.js';

const CONTROLLERS = [
  OnesaitRealmsController,
  OnesaitRealmRolesController,
  OnesaitRealmUsersController,
  OnesaitRealmAuthorizationsController,
  OnesaitRealmAssociationsController,
  OnesaitRealmsUnknownPathsController,
];

/** The management of realms as clients of onesait know it. */
@Module({
  imports: [RealmsModule, UsersModule, ManagementModule, ProvisioningModule],
  controllers: CONTROLLERS.map((controller) => mount(controller, [REALMS_API_PATH])),
  providers: [RealmAccess, RealmOverviews, Members, RealmWrites, RoleWrites, Authorizations, Associations],
})
export class OnesaitRealmsModule {}
