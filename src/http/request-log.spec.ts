import { pathOf } from './request-log.js';

describe('the path in the log', () => {
  it.each([
    ['/realms/demo/jwks', '/realms/demo/jwks'],
    ['/verify?token=rga_x', '/verify'],
    ['/verify;token=rga_x', '/verify'],
    ['/verify#rga_x', '/verify'],
    ['', ''],
  ])('of %s is %s', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });

  it('is cut at 200 characters', () => {
    expect(pathOf(`/${'x'.repeat(500)}`)).toHaveLength(200);
  });
});
