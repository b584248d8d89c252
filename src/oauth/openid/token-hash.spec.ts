import { tokenHash } from './token-hash.js';

describe('the hash of a token in an ID token', () => {
  it('is the one of the example of OpenID Connect Core appendix A.3', () => {
    expect(tokenHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y')).toBe('77QmUPtjPfzWtF2AnpK9RQ');
  });
});
