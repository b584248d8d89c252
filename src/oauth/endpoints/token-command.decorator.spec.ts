import { FormBody } from '../../http/form-body.js';
import type { TimedRequest } from './arrival.guard.js';
import { tokenCommand } from './token-command.decorator.js';

const request = (body: unknown, rawHeaders: string[] = []): TimedRequest =>
  ({
    body,
    raw: { rawHeaders },
    headers: { authorization: rawHeaders[1] },
    ip: '192.0.2.1',
    id: 'request',
    arrivedAt: 7,
  }) as unknown as TimedRequest;

describe('tokenCommand', () => {
  it('takes a form as it came', () => {
    const pairs = [
      ['a', '1'],
      ['a', '2'],
    ] as const;
    const command = tokenCommand(request(new FormBody(pairs), ['Authorization', 'Basic x']));
    expect(command).toEqual({
      authorization: 'Basic x',
      parameters: pairs,
      encoding: 'form',
      at: 7,
      request: { id: 'request', address: '192.0.2.1' },
    });
  });

  it('takes a JSON object of strings', () => {
    expect(tokenCommand(request({ a: '1', b: '' }))).toMatchObject({
      parameters: [
        ['a', '1'],
        ['b', ''],
      ],
      encoding: 'json',
    });
  });

  it.each([undefined, null, [], ['a'], 'a', 1, true, { a: 1 }, { a: null }, { a: ['1'] }, { a: {} }])(
    'req 40, 87: refuses the body %p',
    (body) => {
      expect(() => tokenCommand(request(body))).toThrow(expect.objectContaining({ code: 'invalid_request' }));
    },
  );

  it('refuses two Authorization headers, of which Node shows one', () => {
    const headers = ['Authorization', 'Basic x', 'Host', 'y', 'authorization', 'Basic z'];
    expect(() => tokenCommand(request(new FormBody([]), headers))).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
  });
});
