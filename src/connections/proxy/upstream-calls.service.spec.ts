import { EgressError, type EgressFault } from '../../egress/egress.types.js';
import { BodyError } from '../../http/body-error.js';
import { upstreamFault } from './upstream-calls.service.js';

describe('a call that came to no answer', () => {
  it.each<[EgressFault, string]>([
    ['too_slow', 'provider_timeout'],
    ['refused', 'provider_config_error'],
    ['busy', 'unavailable'],
    ['unreachable', 'provider_error'],
    ['too_large', 'provider_error'],
  ])('because it was %s is a %s', (fault, code) => {
    expect(upstreamFault(new EgressError(fault))).toMatchObject({ code });
  });

  it('because its body was too large is the fault of its caller', () => {
    const cause = new BodyError(413, 'The body of the request is too large.');
    expect(upstreamFault(new EgressError('unreachable', cause))).toBe(cause);
  });

  it('for any other reason is passed on', () => {
    const error = new Error('something else');
    expect(upstreamFault(error)).toBe(error);
  });
});
