/** A colour of sRGB: red, green and blue from 0 to 255. */
type Rgb = readonly [number, number, number];

const WHITE = '#ffffff';
const BLACK = '#000000';
const STEPS = 50;

/** Contrast of two colours `#rrggbb` by WCAG 2.2: from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(parse(one)), luminance(parse(other))].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on it: one of them has a contrast of 4.5 with every colour. */
export const inkOn = (colour: string): string => (contrast(WHITE, colour) >= contrast(BLACK, colour) ? WHITE : BLACK);

/** The colour itself, or the nearest towards black or white that stands out enough from the background. */
export function legible(colour: string, background: string, least: number): string {
  const towards = parse(inkOn(background));
  const from = parse(colour);
  for (let step = 0; step < STEPS; step++) {
    const mixed = format(mix(from, towards, step / STEPS));
    if (contrast(mixed, background) >= least) return mixed;
  }
  return inkOn(background);
}

const parse = (colour: string): Rgb =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb;

const format = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((part, at) => part + ((to[at] as number) - part) * share) as unknown as Rgb;

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map((part) => linear(part / 255)) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
