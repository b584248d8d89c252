import type { FastifyReply, FastifyRequest } from 'fastify';
import { droppedCookie, readCookie, writtenCookie } from '../../http/browser.js';
import type { Flash } from './page.types.js';

const COOKIE = '__Host-rgf';
const LIFETIME_SECONDS = 60;
/** Characters. Cookies have 4096 bytes. */
const MAX_VALUE = 150;
const MAX_COOKIE = 3500;
const KEY = /^[a-z]+:[A-Za-z.]{1,60}$/;

interface Message extends Flash {
  /** Path and query of the page that shall say it: another tab is not to be told. */
  readonly to: string;
}

/** Leaves something to be said by the page that a 303 leads to. */
export function leaveFlash(reply: FastifyReply, to: string, flash: Flash): void {
  const values = Object.fromEntries(
    Object.entries(flash.values ?? {}).filter(([, value]) => value.length <= MAX_VALUE),
  );
  const message: Message = { ...flash, values, to };
  const cookie = Buffer.from(JSON.stringify(message)).toString('base64url');
  if (cookie.length <= MAX_COOKIE)
    reply.header('set-cookie', `${writtenCookie(COOKIE, cookie)}; Max-Age=${LIFETIME_SECONDS}`);
}

/** What was left for this page, once. */
export function takeFlash(request: FastifyRequest, reply: FastifyReply): Flash | undefined {
  const cookie = readCookie(request.headers.cookie, COOKIE);
  const message = cookie === null ? null : parse(cookie);
  if (message === null || message.to !== request.url) return undefined;
  reply.header('set-cookie', droppedCookie(COOKIE));
  return message;
}

function parse(cookie: string): Message | null {
  try {
    const message = JSON.parse(Buffer.from(cookie, 'base64url').toString()) as Message;
    return isMessage(message) ? message : null;
  } catch {
    return null;
  }
}

const isMessage = ({ kind, text, to, values = {}, fields = {} }: Message): boolean =>
  (kind === 'error' || kind === 'success') &&
  isKey(text) &&
  typeof to === 'string' &&
  isRecord(values, (value) => typeof value === 'string') &&
  isRecord(fields, isKey);

const isKey = (text: unknown): boolean => typeof text === 'string' && KEY.test(text);

const isRecord = (record: unknown, holds: (value: unknown) => boolean): boolean =>
  typeof record === 'object' && record !== null && Object.values(record).every(holds);
