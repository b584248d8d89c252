import { CONN_SCOPES } from '../protocol/names.js';

export interface Scope {
  readonly name: string;
  /** What the consent page says of it. */
  readonly description: string | null;
}

export interface ScopeChanges {
  description?: string | null;
}

export interface NewScope extends ScopeChanges {
  name: string;
}

/** Scopes with this prefix open the admin API: never a default, and never the realm's own client's. */
export const ADMIN_SCOPE_PREFIX = 'admin:';

/** What every realm is made with; the server gives these their meaning. */
export const STANDARD_SCOPES: readonly Scope[] = [
  { name: 'openid', description: 'Sign you in.' },
  { name: 'profile', description: 'See your name and profile.' },
  { name: 'email', description: 'See your e-mail address.' },
  { name: 'address', description: 'See your postal address.' },
  { name: 'phone', description: 'See your phone number.' },
  { name: 'offline_access', description: 'Keep access while you are away.' },
  { name: CONN_SCOPES.self, description: 'See and manage the accounts that you connected.' },
  { name: CONN_SCOPES.connect, description: 'Start connecting accounts for users.' },
  { name: CONN_SCOPES.token, description: 'Get access tokens of connected accounts.' },
  { name: CONN_SCOPES.proxy, description: 'Call connected services in your name.' },
  { name: CONN_SCOPES.read, description: 'See all connections of the realm.' },
  { name: CONN_SCOPES.manage, description: 'Manage all connections of the realm.' },
  { name: 'admin:read', description: 'Read the administration of the realm.' },
  { name: 'admin:write', description: 'Change the administration of the realm.' },
];
