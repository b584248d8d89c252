import { type CustomDecorator, SetMetadata } from '@nestjs/common';
import type { Settings } from '../config/settings.js';

export const BOUND_REALM = Symbol('bound realm');

export type RealmSetting = (settings: Settings) => string;

/** Names the setting that binds a dialect's own paths, which name no realm, to one. Read by DialectRealmGuard. */
export const BoundRealm = (setting: RealmSetting): CustomDecorator<symbol> => SetMetadata(BOUND_REALM, setting);
