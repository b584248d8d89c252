import { ValidateBy } from 'class-validator';

const MAX_DEPTH = 5;
const MAX_MEMBERS = 100;

/** An object of JSON that stays small however it is written: few members, shallow, bounded in bytes. */
export const IsJsonObject = ({ maxBytes }: { maxBytes: number }): PropertyDecorator =>
  ValidateBy({
    name: 'isJsonObject',
    validator: {
      validate: (value: unknown) => isShallow(value, MAX_DEPTH) && Buffer.byteLength(JSON.stringify(value)) <= maxBytes,
      defaultMessage: () =>
        `$property must have at most ${MAX_MEMBERS} members, ${MAX_DEPTH} levels and ${maxBytes} bytes of JSON`,
    },
  });

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  const members = Object.values(value);
  return levels > 0 && members.length <= MAX_MEMBERS && members.every((member) => isShallow(member, levels - 1));
}
