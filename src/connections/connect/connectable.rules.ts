import type { ConnectionApp } from '../apps/app.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';

/** Whether an app can be connected for a user, or with null for the realm: a draft by whoever has made it, to try it. */
export const isOpenTo = ({ status, createdBy }: ConnectionApp, userId: string | null): boolean =>
  status === 'published' || (status === 'draft' && userId !== null && createdBy === userId);

/** Whether people can connect by a config: it is in use, and takes them to the provider. */
export const isConnectable = ({ status, grantType }: ConnectionConfig): boolean =>
  status !== 'disabled' && grantType === 'authorization_code';
