import type { Client } from '../clients/client.types.js';
import { allowedResources, audienceOf } from './audience.rules.js';

const issuer = 'https://id.example.com/realms/acme';
const client = (audience: string[], resources: string[] = []): Client => ({ audience, resources }) as unknown as Client;

describe('the audience of a token', () => {
  it.each([
    ['resources', { resources: ['urn:a'], client: client(['urn:b']), scope: [] }, ['urn:a']],
    ["the client's audience", { resources: [], client: client(['urn:b']), scope: [] }, ['urn:b']],
    ['the issuer', { resources: [], client: client([]), scope: [] }, [issuer]],
    ['the issuer too, for openid', { resources: ['urn:a'], client: client([]), scope: ['openid'] }, ['urn:a', issuer]],
    ['the issuer once', { resources: [], client: client([issuer]), scope: ['openid'] }, [issuer]],
  ])('is %s', (_what, parts, expected) => {
    expect(audienceOf({ ...parts, issuer })).toEqual(expected);
  });
});

describe('a requested resource', () => {
  it('counts once', () => {
    expect(allowedResources(client([], ['urn:a']), ['urn:a', 'urn:a'])).toEqual(['urn:a']);
  });

  it.each(['urn:other', 'urn:a#b', 'relative', ''])('req 52: is refused when it is %j', (resource) => {
    const registered = client([], ['urn:a', 'urn:a#b', 'relative', '']);
    const refused = expect.objectContaining({ code: 'invalid_target' }) as Error;
    expect(() => allowedResources(registered, [resource])).toThrow(refused);
  });
});
