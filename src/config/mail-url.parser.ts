import { SettingProblem } from './setting.decorator.js';

/** `smtp://`, `smtps://` or `file:`; without a query, for what it may say is this server's to say. */
export function mailUrl(text: string): string {
  if (/^file:[^?#]+$/.test(text)) return text;
  const url = /^smtps?:\/\//.test(text) && URL.canParse(text) ? new URL(text) : null;
  const bare = url !== null && url.hostname !== '' && ['', '/'].includes(url.pathname) && !/[?#]/.test(text);
  if (bare) return text;
  throw new SettingProblem('must be smtp://user:password@host:587, smtps://user:password@host:465 or file:path');
}
