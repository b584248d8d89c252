import { sha256 } from '../../kernel/digest.js';

const SECRET = '[A-Za-z0-9_-]{43}';
const SESSION = new RegExp(`^rgx_${SECRET}$`);
const PARKED = new RegExp(`^rgp_${SECRET}$`);
const STATE = new RegExp(`^${SECRET}$`);

/** What stands in the address of the page. @param secret 256 bits in base64url, as for the others. */
export const sessionHandle = (secret: string): string => `rgx_${secret}`;

/** By what a callback that came as a form is fetched. */
export const parkedHandle = (secret: string): string => `rgp_${secret}`;

/** What a presented value is stored under; null for a text that is none as a whole. */
export const sessionHandleHash = (presented: string): Buffer | null => hashOf(SESSION, presented);
export const parkedHandleHash = (presented: string): Buffer | null => hashOf(PARKED, presented);
export const stateHash = (presented: string): Buffer | null => hashOf(STATE, presented);

const hashOf = (form: RegExp, presented: string): Buffer | null => (form.test(presented) ? sha256(presented) : null);
