import type { NewUser, User, UserChanges } from '../../users/user.types.js';
import { mergePatch } from '../conventions/merge-patch.js';
import { toText, toTextOrNull, toTimeChange } from '../conventions/times.js';
import type { NewUserDto, UserChangesDto, UserDto } from './user.dto.js';

export const toUserDto = (user: User, roles: readonly string[]): UserDto => ({
  id: user.id,
  username: user.username,
  email: user.email,
  fullName: user.fullName,
  roles: [...roles],
  attributes: { ...user.attributes },
  enabled: user.enabled,
  notBefore: toTextOrNull(user.notBefore),
  version: user.version,
  createdAt: toText(user.createdAt),
  updatedAt: toText(user.updatedAt),
});

export const toNewUser = ({ attributes, ...rest }: NewUserDto): NewUser => ({
  ...rest,
  ...(attributes && { attributes: mergePatch({}, attributes) }),
});

/** @param current what `attributes` are merged into */
export function toUserChanges(dto: UserChangesDto, current: User): UserChanges {
  const { notBefore, unlocked, attributes, ...rest } = dto;
  return {
    ...rest,
    ...(unlocked === true && { unlocked }),
    ...(notBefore !== undefined && { notBefore: toTimeChange(notBefore, 'notBefore') }),
    ...(attributes && { attributes: mergePatch(current.attributes, attributes) }),
  };
}
