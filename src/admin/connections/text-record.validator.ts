import { ValidateBy } from 'class-validator';

const MAX_MEMBERS = 100;
const MAX_LENGTH = 16_384;

const fits = (value: unknown): boolean =>
  value === null || (typeof value === 'string' && value.length > 0 && value.length <= MAX_LENGTH);

/** An object whose members are texts, or null. */
export const IsTextRecord = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTextRecord',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'object' &&
        value !== null &&
        Object.keys(value).length <= MAX_MEMBERS &&
        Object.values(value).every(fits),
      defaultMessage: () => `$property must have at most ${MAX_MEMBERS} members, each a text or null`,
    },
  });
