import { planUpdate } from './update-plan.js';

const BASE = { 'app': 'a', 'config:Main': 'c', 'request:newest': 'r' };

describe('an update of a copy', () => {
  it('has nothing to do while the catalogue is as it was, whatever the realm did', () => {
    const ours = { 'app': 'mine', 'config:Own': 'o' };
    expect(planUpdate({ base: BASE, ours, theirs: BASE })).toEqual({ news: [], conflicts: [] });
  });

  it('takes what changed and what is new', () => {
    const theirs = { ...BASE, 'config:Main': 'c2', 'setting:team': 's' };
    expect(planUpdate({ base: BASE, ours: BASE, theirs })).toEqual({
      news: ['config:Main', 'setting:team'],
      conflicts: [],
    });
  });

  it('leaves what the catalogue has no longer', () => {
    expect(planUpdate({ base: BASE, ours: BASE, theirs: { app: 'a' } })).toEqual({ news: [], conflicts: [] });
  });

  it('meets a conflict where both have changed, made, or deleted and changed the same', () => {
    const theirs = { ...BASE, 'app': 'a2', 'request:newest': 'r2', 'setting:team': 's' };
    const ours = { 'app': 'mine', 'config:Main': 'c', 'setting:team': 'mine too' };
    expect(planUpdate({ base: BASE, ours, theirs }).conflicts).toEqual(['app', 'request:newest', 'setting:team']);
  });

  it('meets none where both have come to the same', () => {
    const both = { ...BASE, app: 'a2' };
    expect(planUpdate({ base: BASE, ours: both, theirs: both })).toEqual({ news: [], conflicts: [] });
  });
});
