import { SetMetadata, type CustomDecorator } from '@nestjs/common';

export const IN_REALM = 'realmgate:in-realm';

/** The realm whose tokens `BearerGuard` takes, for routes without a parameter `realm`. */
export const InRealm = (name: string): CustomDecorator => SetMetadata(IN_REALM, name);
