import type { Letter } from '../mail/mail.types.js';

/** What a letter says, in the words of whoever reads it. @param link the whole address to be followed. */
export type Wording = (link: string) => Omit<Letter, 'to'>;
