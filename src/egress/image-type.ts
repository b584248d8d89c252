/** How the files of each kind begin, in hexadecimal. SVG is none of them: it is a document that may hold scripts. */
const SIGNATURES: readonly (readonly [type: string, start: RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^47494638(?:37|39)61/],
  ['image/webp', /^52494646.{8}57454250/],
];

/** The media type of an image by what it is, whatever it was said to be; null for everything else. */
export function imageType(bytes: Buffer): string | null {
  const start = bytes.toString('hex', 0, 12);
  return SIGNATURES.find(([, signature]) => signature.test(start))?.[0] ?? null;
}
