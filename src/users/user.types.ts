export interface User {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly fullName: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly enabled: boolean;
  /** UTC milliseconds; every grant made up to then is over. */
  readonly notBefore: number | null;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface UserChanges {
  email?: string | null;
  fullName?: string | null;
  password?: string;
  attributes?: Record<string, unknown>;
  enabled?: boolean;
  notBefore?: number | null;
  roles?: string[];
  /** True clears a lockout. */
  unlocked?: true;
}

export interface NewUser extends Omit<UserChanges, 'unlocked'> {
  username: string;
}
