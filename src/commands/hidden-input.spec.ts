import { PassThrough } from 'node:stream';
import { askHidden, canAsk } from './hidden-input.js';

function terminal() {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const shown = (): string => String(output.read() ?? '');
  return { input, output, shown };
}

describe('a hidden question', () => {
  it('req 27: takes the line that is typed, and shows nothing of it', async () => {
    const { input, output, shown } = terminal();
    const asked = askHidden('Secret', { input, output });
    input.write('hid');
    input.write('den value\r');
    expect(await asked).toBe('hidden value');
    expect(shown()).toBe('Secret: \n');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is left with %s', async (_name, key) => {
    const { input, output } = terminal();
    const asked = askHidden('Secret', { input, output });
    input.write(key);
    await expect(asked).rejects.toThrow('Nothing was typed.');
  });

  it('is asked where there is a terminal alone', () => {
    const { input, output } = terminal();
    expect(canAsk({ input, output })).toBe(false);
    const [typing, seeing] = [Object.assign(input, { isTTY: true }), Object.assign(output, { isTTY: true })];
    expect(canAsk({ input: typing, output: seeing })).toBe(true);
  });
});
