import type { RoleAssociation } from '../../../realms/realm.types.js';
import { byText } from './order.js';
import type { Association } from './realms-api.types.js';
import { objectOf, textIn } from './request-body.js';

export interface AssociationBody {
  readonly parentRealmId: string;
  readonly parentRoleName: string;
  readonly childRealmId: string;
  readonly childRoleName: string;
}

export function toAssociation(body: unknown): Association {
  const association = objectOf(body);
  return {
    parentRealm: textIn(association, 'parentRealmId'),
    parentRole: textIn(association, 'parentRoleName'),
    childRealm: textIn(association, 'childRealmId'),
    childRole: textIn(association, 'childRoleName'),
  };
}

const toAssociationBody = (parentRealm: string, association: RoleAssociation): AssociationBody => ({
  parentRealmId: parentRealm,
  parentRoleName: association.parentRole,
  childRealmId: association.childRealm,
  childRoleName: association.childRole,
});

/** In the order of what they name. */
export const toAssociationBodies = (parentRealm: string, list: readonly RoleAssociation[]): AssociationBody[] =>
  list.map((association) => toAssociationBody(parentRealm, association)).sort(byText((body) => JSON.stringify(body)));

export const associatedText = ({ parentRealm, parentRole, childRealm, childRole }: Association): string =>
  `Association: ${parentRealm}:${parentRole}-${childRealm}:${childRole} successfully created`;
