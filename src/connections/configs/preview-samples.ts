const MASK = '********';

/** What stands for a value: its name, so that one sees where it goes; for a secret not even that. */
export const sampleOf = (name: string, isSecret = false): string => (isSecret ? MASK : `<${name}>`);
