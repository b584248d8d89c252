import fc from 'fast-check';
import { contrast, inkOn, legible } from './colour.js';

const colour = fc.stringMatching(/^#[0-9a-f]{6}$/);

describe('the contrast of colours', () => {
  it('is that of WCAG', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  });

  it('is enough for ink on every colour', () => {
    fc.assert(fc.property(colour, (any) => contrast(inkOn(any), any) >= 4.5));
  });

  it('is enough for every colour on every surface, once it is made legible', () => {
    for (const surface of ['#ffffff', '#1a1d24'])
      fc.assert(fc.property(colour, (any) => contrast(legible(any, surface, 4.5), surface) >= 4.5));
  });

  it('leaves a colour alone that stands out', () => {
    expect(legible('#3454d1', '#ffffff', 4.5)).toBe('#3454d1');
  });
});
