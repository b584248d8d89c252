import type { Random } from '../../kernel/random.js';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 12;

/** A slot that nobody has named, for one of many connections. */
export const drawnSlot = (random: Random): string => random.text(LENGTH, LETTERS);
