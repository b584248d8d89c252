import { readFile } from 'node:fs/promises';
import { AUDIT_EVENTS } from '../../src/audit/audit.types.js';

describe('the guide to administration', () => {
  it('names every type of audit event, and no others', async () => {
    const guide = await readFile(new URL('../../docs/administration.md', import.meta.url), 'utf8');
    const audit = guide.slice(guide.indexOf('## Audit'));
    const named = [...audit.matchAll(/^\| `([^`]+)`/gm)].map(([, type]) => type);
    expect(named.sort()).toEqual([...Object.values(AUDIT_EVENTS), 'admin.<noun>.<verb>'].sort());
  });
});
