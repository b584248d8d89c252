import { SealError } from '../../kernel/seal.js';
import type { Realm } from '../../realms/realm.types.js';
import { withManagement } from '../management/open-management.js';
import type { Management } from '../management/management.service.js';
import { type Check, type Finding, ok, problem, type Subject } from './check.js';

const ADVICE = 'Put the key that sealed it into MASTER_KEY again, after the new one.';

/** Whether `MASTER_KEY` opens what the server needs, and every realm has a key to sign with. */
export const keysCheck: Check = {
  name: 'keys',

  async run({ settings, entities }: Subject): Promise<Finding[]> {
    try {
      return await withManagement(entities, examine, settings);
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      return [problem(error.message, ADVICE)];
    }
  },
};

async function examine(management: Management): Promise<Finding[]> {
  const realms = await management.realms.list();
  if (realms.length === 0) return [problem('There is no realm yet.', 'The first `realmgate start` makes `master`.')];
  const findings = await Promise.all(realms.map((realm) => examineRealm(management, realm)));
  const problems = findings.flat();
  return problems.length > 0 ? problems : [ok(`Every realm has a signing key that opens (${realms.length}).`)];
}

async function examineRealm({ keys }: Management, realm: Realm): Promise<Finding[]> {
  try {
    await keys.tryOut(realm);
    return [];
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return [problem(`Realm ${realm.name}: ${error.message}`, ADVICE)];
  }
}
