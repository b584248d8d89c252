/** Characters. Shorter secrets show nothing of themselves. */
const SHOWS_ITS_END = 12;

/** The last four characters of a secret, by which its owner knows it again; null for one too short to spare them. */
export const shownEnd = (secret: string | null): string | null =>
  secret !== null && secret.length >= SHOWS_ITS_END ? secret.slice(-4) : null;
