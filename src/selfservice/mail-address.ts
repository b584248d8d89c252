const MAX_LENGTH = 254;
/** Plain addresses alone: what needs quotes or comments is read differently by different mail servers. */
const ADDRESS =
  /^[^\s@<>(),;:"\\[\]\p{C}]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u;

/** Whether somebody may be written to there because a stranger says so. */
export const isMailAddress = (text: string): boolean => text.length <= MAX_LENGTH && ADDRESS.test(text);
