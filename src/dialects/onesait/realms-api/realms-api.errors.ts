import type { ErrorShape, Refusal } from '../../../http/error-shape.js';
import { refusalOf } from '../../../http/refusal.js';
import { WireError } from '../../../http/wire-error.js';

const TEXT = 'text/plain; charset=utf-8';

/** What the fields of this server are called in this API. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  key: 'secret',
  childRealm: 'childRealmId',
  parentRole: 'parentRoleName',
  childRole: 'childRoleName',
};

/** This API refuses in plain text: whatever else is thrown takes that form too. */
export const realmsApiShape: ErrorShape = (refusal) => ({
  status: refusal.status,
  contentType: TEXT,
  body: textOf(refusal),
});

function textOf({ description, fields }: Refusal): string {
  if (fields.length === 0) return description;
  return fields.map(({ field, message }) => `${WIRE_NAMES[field] ?? field}: ${message}`).join('; ');
}

/** The words of a refusal, for the answer to one of several entries; null for a fault of the server, which ends them all. */
export function wordsOf(error: unknown): string | null {
  if (error instanceof WireError) return typeof error.body === 'string' ? error.body : null;
  const refusal = refusalOf(error);
  return refusal && refusal.status < 500 ? textOf(refusal) : null;
}

const refused = (status: number, text: string): WireError => new WireError(status, text, { contentType: TEXT });

/** The one refusal that is JSON. */
export const badBearer = (): WireError =>
  new WireError(401, { error: 'Incorrect or Expired Authorization Header' }, { challenges: ['Bearer'] });

export const notAuthorized = (caller: string): WireError => refused(403, `User "${caller}" not authorized`);

export const nothingThere = (): WireError => refused(404, 'Nothing is found at this address.');

/** @param text what is wrong with the request, in words that hold nothing of it */
export const notValid = (text: string): WireError => refused(400, text);

export const notProvided = (member: string): WireError => notValid(`Not '${member}' field provided`);

export const badIdentification = (): WireError =>
  notValid("Identification Error: Use alphanumeric characters and '-', '_'");

export const longRoleName = (): WireError => notValid('The maximum size allowed for the role name is 24 characters');

export const noRealm = (name: string): WireError => refused(404, `Realm "${name}" does not exist`);

export const realmExists = (name: string): WireError => refused(409, `App with identification: ${name} exists`);

/** @param status 404 where the path names the role, 400 where a body does */
export const noRole = (name: string, realm: string, status: 400 | 404): WireError =>
  refused(status, `Role "${name}" does not exist in Realm ${realm}`);

/** Spelt like that by the original, whose clients may look for it. */
export const roleExists = (name: string): WireError => refused(409, `Role already exists wiht name ${name}`);

/** @param status 404 where the path names the user, 400 where a body does */
export const noUser = (username: string, status: 400 | 404): WireError =>
  refused(status, `User "${username}" does not exist in realm`);

export const noUserOfEmail = (email: string): WireError => refused(404, `User with email: ${email} not found`);

export const associationExists = (): WireError => refused(409, 'This association already exists.');

export const noAssociation = (): WireError => refused(404, 'This association does not exist.');

export const noRealmOfAssociation = (): WireError => refused(404, 'Any of the specified realms does not exist');

export const noRoleOfAssociation = (): WireError => refused(404, 'Any Role does not exists.');
