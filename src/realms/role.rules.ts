import { DomainError, type FieldError } from '../kernel/domain-error.js';

const NAME = /^[A-Za-z0-9_.:-]{1,64}$/;

export const isRoleName = (name: unknown): name is string => typeof name === 'string' && NAME.test(name);

/** @throws DomainError `invalid` */
export function checkNewRole(name: string, description: string | null): void {
  const fields: FieldError[] = [];
  if (!isRoleName(name)) {
    fields.push({ field: 'name', message: 'must be 1 to 64 of the characters a-z, A-Z, 0-9, _, ., : and -' });
  }
  if (description !== null && !(typeof description === 'string' && description.length <= 255)) {
    fields.push({ field: 'description', message: 'must be a text of at most 255 characters' });
  }
  if (fields.length > 0) throw new DomainError('invalid', 'The request has fields that are not valid.', { fields });
}
