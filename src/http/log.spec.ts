import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from './log.js';

function logInto(file: string) {
  const log = createLog('info', openSync(file, 'w'));
  const lines = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, lines };
}

describe('the log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'realmgate-log-'));
  const file = join(folder, 'log');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has one line of JSON for each message, whatever its letters, once it is flushed', () => {
    const { log, lines } = logInto(file);
    for (let index = 0; index < 1000; index += 1) log.info({ index, text: 'ü€𝄞'.repeat(20) }, 'a message');
    log.flush();
    expect(lines()).toHaveLength(1000);
    expect(lines()[999]).toMatchObject({ level: 30, index: 999, text: 'ü€𝄞'.repeat(20), msg: 'a message' });
  });

  it('writes at once what is fatal, and what came before it', () => {
    const { log, lines } = logInto(file);
    log.info({}, 'before');
    expect(lines()).toEqual([]);
    log.fatal({}, 'the end');
    expect(lines().map(({ msg }) => msg)).toEqual(['before', 'the end']);
  });
});
