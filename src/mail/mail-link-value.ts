import { sha256 } from '../kernel/digest.js';

const PREFIX = 'rgm_';
const VALUE = /^rgm_[A-Za-z0-9_-]{43}$/;

/** @param secret 256 bits in base64url. The kind is part of the value, and so of its hash. */
export const mailLinkOf = (secret: string): string => PREFIX + secret;

/** What the secret of a link is stored under; null for a text that is none as a whole. */
export const mailLinkHash = (presented: string): Buffer | null => (VALUE.test(presented) ? sha256(presented) : null);
