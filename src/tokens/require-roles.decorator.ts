import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const REQUIRED_ROLES = 'realmgate:required-roles';

/**
 * The roles that a token's subject must hold now, all of them, to pass `BearerGuard`; those of a controller hold for its
 * handlers too.
 */
export const RequireRoles = (...roles: string[]): CustomDecorator => SetMetadata(REQUIRED_ROLES, roles);
