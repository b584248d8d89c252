import type { ConnectionApp } from '../apps/app.types.js';
import type { ConnectionConfig } from '../configs/config.types.js';

/** Whether somebody can connect an app: anybody one that is published, and whoever has made it a draft, to try it. */
export const isOpenTo = ({ status, createdBy }: ConnectionApp, userId: string | null): boolean =>
  status === 'published' || (status === 'draft' && userId !== null && createdBy === userId);

/** Whether people can connect by a config: it is in use, and takes them to the provider. */
export const isConnectable = ({ status, grantType }: ConnectionConfig): boolean =>
  status !== 'disabled' && grantType === 'authorization_code';
