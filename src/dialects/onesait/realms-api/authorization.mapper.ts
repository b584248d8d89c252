import type { Authorization } from './realms-api.types.js';
import { objectOf, textIn } from './request-body.js';

/** @param realmName of the path, where it names one: then that of the body is not looked at */
export function toAuthorization(body: unknown, realmName?: string): Authorization {
  const authorization = objectOf(body);
  return {
    realmName: realmName ?? textIn(authorization, 'realmId'),
    roleName: textIn(authorization, 'roleName'),
    username: textIn(authorization, 'userId'),
  };
}

export const toUsername = (body: unknown): string => textIn(objectOf(body), 'userId');

export const authorizedText = ({ realmName, username, roleName }: Authorization): string =>
  `New realm authorization with user: ${username} : Role : ${roleName} : Realm : ${realmName}`;

export const withdrawnText = (username: string, realmName: string): string =>
  `Authorizations for user: ${username} removed in Realm : ${realmName}`;
