import { entityTag } from './etag.interceptor.js';
import { refuseStale } from '../../kernel/refuse-stale.js';
import { expectedVersion } from './if-match.decorator.js';
import { mergePatch } from './merge-patch.js';
import { toText, toTime, toTimeChange } from './times.js';

describe('mergePatch', () => {
  // RFC 7396 appendix A, without the cases whose target is no object.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('merges into %j the patch %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result);
  });

  it('changes neither of its arguments', () => {
    const target = Object.freeze({ a: Object.freeze({ b: 1 }) });
    expect(mergePatch(target, { a: { c: 2 } })).toEqual({ a: { b: 1, c: 2 } });
  });
});

describe('expectedVersion', () => {
  it.each([
    [undefined, undefined],
    ['*', undefined],
    ['"7"', 7],
    [' "7" ', 7],
  ])('reads %j as %j', (header, version) => {
    expect(expectedVersion(header)).toBe(version);
  });

  it.each(['7', 'W/"7"', '"a"', '"1", "2"', '', '"-1"', '"99999999999"'])('takes %j for a tag of nothing', (header) => {
    expect(() => refuseStale({ version: 7 }, expectedVersion(header))).toThrow('changed since');
  });
});

describe('entityTag', () => {
  it('is the version where there is one, else a digest of what is answered', () => {
    expect(entityTag({ version: 3 })).toBe('"3"');
    expect(entityTag({ items: [] })).toMatch(/^W\/"[\w-]{22}"$/);
    expect(entityTag({ items: [1] })).not.toBe(entityTag({ items: [] }));
  });
});

describe('times', () => {
  it('go out in UTC with milliseconds and come back the same', () => {
    const time = Date.UTC(2026, 10, 21, 5, 6, 7, 8);
    expect(toText(time)).toBe('2026-11-21T05:06:07.008Z');
    expect(toTime(toText(time), 'from')).toBe(time);
    expect(toTime('2026-11-21T06:06:07.008+01:00', 'from')).toBe(time);
  });

  it('refuse a day that no calendar has', () => {
    expect(() => toTime('2026-13-01T00:00:00Z', 'from')).toThrow('not valid');
  });

  it('leave absent and null as they are in a change', () => {
    expect([toTimeChange(undefined, 'x'), toTimeChange(null, 'x')]).toEqual([undefined, null]);
  });
});
