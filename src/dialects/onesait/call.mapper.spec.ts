import { FormBody } from '../../http/form-body.js';
import type { TimedRequest } from '../../oauth/endpoints/arrival.guard.js';
import { claimOf, formCall, queryOrFormCall, withoutForm, type OnesaitCall } from './call.mapper.js';

const aRequest = (changes: object): TimedRequest =>
  ({
    id: 'r',
    ip: '192.0.2.1',
    url: '/path',
    params: {},
    headers: {},
    raw: { rawHeaders: [] },
    arrivedAt: 1,
    ...changes,
  }) as unknown as TimedRequest;

const aCall = (changes: Partial<OnesaitCall>): OnesaitCall => ({
  parameters: [],
  at: 1,
  request: { id: 'r', address: '192.0.2.1' },
  ...changes,
});

describe('a call', () => {
  it('has the parameters of the address before those of the form', () => {
    const request = aRequest({ url: '/path?token=a&x=%20', body: new FormBody([['token', 'b']]) });
    expect(queryOrFormCall(request).parameters).toEqual([
      ['token', 'a'],
      ['x', ' '],
      ['token', 'b'],
    ]);
  });

  it('needs no body where the address will do, and none but a form', () => {
    expect(queryOrFormCall(aRequest({ body: null })).parameters).toEqual([]);
    expect(() => queryOrFormCall(aRequest({ body: {} }))).toThrow('invalid_request');
    expect(() => formCall(aRequest({ body: null }))).toThrow('invalid_request');
  });

  it('knows the realm of its path', () => {
    expect(queryOrFormCall(aRequest({ params: { realm: 'acme' } })).realmName).toBe('acme');
  });
});

describe('claimOf', () => {
  const form = [['client_id', 'acme'], ['client_secret', 'key']] as const; // prettier-ignore

  it('reads the name of a realm from Basic, form-encoded or not', () => {
    const authorization = `Basic ${Buffer.from('my%2Drealm:key').toString('base64')}`;
    expect(claimOf(aCall({ authorization }))).toEqual({ by: 'basic', names: ['my-realm', 'my%2Drealm'] });
  });

  it('takes Basic for Basic even when nothing can be read from it', () => {
    expect(claimOf(aCall({ authorization: 'Basic', parameters: form }))).toEqual({ by: 'basic', names: [] });
  });

  it('reads name and secret of a form, only together', () => {
    expect(claimOf(aCall({ parameters: form }))).toEqual({ by: 'form', names: ['acme'] });
    expect(claimOf(aCall({ parameters: form.slice(0, 1) }))).toBeNull();
    expect(claimOf(aCall({ parameters: form.slice(1) }))).toBeNull();
    expect(claimOf(aCall({ parameters: [['client_id', 'acme'], ['client_secret', '']] }))).toBeNull(); // prettier-ignore
  });

  it('is nothing without either, and in a header alone where no form counts', () => {
    expect(claimOf(aCall({ authorization: 'Bearer x' }))).toBeNull();
    expect(claimOf(withoutForm(aCall({ parameters: form })))).toBeNull();
  });
});
