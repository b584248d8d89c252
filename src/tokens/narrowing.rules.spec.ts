import { narrowedResources, narrowedScope } from './narrowing.rules.js';

const granted = ['a', 'b'];
const registered = ['a', 'b', 'c'];
const invalidScope = expect.objectContaining({ code: 'invalid_scope' }) as Error;
const invalidTarget = expect.objectContaining({ code: 'invalid_target' }) as Error;

describe('the scope of a refreshed token', () => {
  it('is what was granted, unless less is asked for', () => {
    expect(narrowedScope({ granted, registered })).toEqual(['a', 'b']);
    expect(narrowedScope({ granted, registered, requested: ['b'] })).toEqual(['b']);
    expect(narrowedScope({ granted, registered, requested: [] })).toEqual([]);
  });

  it('req 51: is never more than was granted', () => {
    expect(() => narrowedScope({ granted, registered, requested: ['a', 'c'] })).toThrow(invalidScope);
  });

  it('req 51: is never more than the client is registered for', () => {
    expect(narrowedScope({ granted, registered: ['b'] })).toEqual(['b']);
    expect(() => narrowedScope({ granted, registered: ['b'], requested: ['a'] })).toThrow(invalidScope);
  });
});

describe('the resources of a refreshed token', () => {
  it('are those that were granted, unless fewer are asked for', () => {
    expect(narrowedResources({ granted, registered })).toEqual(['a', 'b']);
    expect(narrowedResources({ granted, registered, requested: [] })).toEqual(['a', 'b']);
    expect(narrowedResources({ granted, registered, requested: ['b', 'b'] })).toEqual(['b']);
    expect(narrowedResources({ granted: [], registered })).toEqual([]);
  });

  it('req 52: are never others', () => {
    expect(() => narrowedResources({ granted, registered, requested: ['c'] })).toThrow(invalidTarget);
    expect(() => narrowedResources({ granted: [], registered, requested: ['a'] })).toThrow(invalidTarget);
  });

  it('req 52: are not none where there were some', () => {
    expect(() => narrowedResources({ granted, registered: ['c'] })).toThrow(invalidTarget);
  });
});
