import { Readable } from 'node:stream';
import type { Settings } from '../../config/settings.js';
import type { Egress } from '../../egress/egress.service.js';
import { EgressError, type EgressFault, type EgressStreamRequest } from '../../egress/egress.types.js';
import { BodyError } from '../../http/body-error.js';
import { CONFIG_DEFAULTS } from '../configs/config.types.js';
import { compileUrl } from '../templates/url-template.js';
import { UpstreamCalls, upstreamFault } from './upstream-calls.service.js';

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

describe('the time of a call', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is one for all that it is made of', async () => {
    const proxy = { baseUrl: 'https://api.example/v1', inject: [], allowedMethods: [], allowedHosts: [] };
    const base = compileUrl(proxy.baseUrl, CONFIG_DEFAULTS);
    const settings = { connProxyBodyMib: 1 } as Settings;
    let now = 0;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    const given: (number | undefined)[] = [];
    const open = (_url: string, { timeoutMs }: EgressStreamRequest) => {
      given.push(timeoutMs);
      now += 10_000;
      return Promise.resolve({ status: 302, headers: { location: 'next' }, body: Readable.from([]) });
    };
    const calls = new UpstreamCalls({ open } as unknown as Egress, settings);
    const request = { method: 'GET', place: { path: 'a', query: '' }, headers: {}, body: null };
    const variables = new Map([['access_token', 'token']]);
    const sent = calls.send({ realmId: 'r', base, proxy, request, variables, deadline: 30_000 });
    await expect(sent).rejects.toMatchObject({ code: 'provider_timeout' });
    expect(given).toEqual([30_000, 20_000, 10_000]);
  });
});
