import { compileText } from './text-template.js';

describe('a text template', () => {
  it('renders a header', () => {
    const template = compileText('Bearer {{access_token}}');
    expect(template.names).toEqual(['access_token']);
    expect(template.render(new Map([['access_token', 'at-1']]))).toBe('Bearer at-1');
  });

  it.each(['a\r\nX-Other: 1', 'a\nb', 'a\0b', 'a\x7fb'])('lets no value end the header: %j', (value) => {
    const render = () => compileText('v {{x}}').render(new Map([['x', value]]));
    expect(render).toThrow(expect.objectContaining({ code: 'param_invalid' }));
    expect(render).not.toThrow(value);
  });

  it('refuses a template with a line break of its own', () => {
    expect(() => compileText('a\r\nb')).toThrow(expect.objectContaining({ code: 'invalid_template' }));
  });
});
