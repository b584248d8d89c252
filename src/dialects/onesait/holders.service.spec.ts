import { appsOf } from './holders.service.js';

const link = (parentRole: string, childRealm: string, childRole: string) => ({ parentRole, childRealm, childRole });

describe('appsOf', () => {
  const associations = [
    link('developer', 'branch', 'writer'),
    link('auditor', 'branch', 'reader'),
    link('developer', 'branch', 'reader'),
    link('guest', 'annex', 'visitor'),
  ];

  it('gives every role of each child realm once, sorted', () => {
    expect(appsOf(['auditor', 'developer'], associations)).toEqual({ annex: [], branch: ['reader', 'writer'] });
  });

  it('names a child realm in which the roles are worth nothing', () => {
    expect(Object.entries(appsOf([], associations))).toEqual([
      ['annex', []],
      ['branch', []],
    ]);
  });

  it('is empty without associations', () => {
    expect(appsOf(['developer'], [])).toEqual({});
  });
});
