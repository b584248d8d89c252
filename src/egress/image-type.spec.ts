import { imageType } from './image-type.js';

const file = (start: string): Buffer => Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(20)]);

describe('the type of a logo', () => {
  it.each([
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/gif', 'GIF89a'],
    ['image/webp', 'RIFF\x01\x02\x0a\x04WEBPVP8'],
  ])('is %s by its first bytes', (type, start) => {
    expect(imageType(file(start))).toBe(type);
  });

  it.each(['<svg xmlns="http://www.w3.org/2000/svg">', '<!doctype html>', '', 'GIF', 'RIFF1234WAVE'])(
    'req 68: is none for %j',
    (start) => {
      expect(imageType(Buffer.from(start, 'latin1'))).toBeNull();
    },
  );
});
