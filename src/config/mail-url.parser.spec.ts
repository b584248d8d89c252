import { mailUrl } from './mail-url.parser.js';

describe('MAIL_URL', () => {
  it.each([
    'smtp://mail.example.com',
    'smtp://user:p%40ss@mail.example.com:587',
    'smtps://user:pass@mail.example.com:465/',
    'file:data/mail',
    'file:/var/mail',
  ])('may be %s', (text) => {
    expect(mailUrl(text)).toBe(text);
  });

  it.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://mail.example.com/path',
    'smtps://mail.example.com?tls.rejectUnauthorized=false',
    'smtp://mail.example.com#x',
    'file:',
  ])('may not be %s', (text) => {
    expect(() => mailUrl(text)).toThrow('must be smtp://');
  });
});
