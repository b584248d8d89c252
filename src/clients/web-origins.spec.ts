import { webOriginsOf } from './web-origins.js';

describe('web origins of a client', () => {
  const redirectUris = ['https://app.example.com:8443/a', 'https://app.example.com:8443/b', 'http://127.0.0.1:4000/b'];

  it('are those of its web redirect URIs, each once', () => {
    const origins = ['https://app.example.com:8443', 'http://127.0.0.1:4000'];
    expect(webOriginsOf({ enabled: true, redirectUris: [...redirectUris, 'com.example.app:/c'] })).toEqual(origins);
  });

  it('are none while it is disabled', () => {
    expect(webOriginsOf({ enabled: false, redirectUris })).toEqual([]);
  });

  it('leave out a host that no browser can be at', () => {
    expect(webOriginsOf({ enabled: true, redirectUris: [`https://${'a.'.repeat(150)}example/cb`] })).toEqual([]);
  });
});
