import type { ProviderAnswer } from './provider-answer.js';

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

const hidden = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`)
    .join('');

export const page = (title: string, body: string): ProviderAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}`,
});

/** Asks the user; the answer comes back with the parameters of the question. */
export const questionPage = (fields: Readonly<Record<string, string>>): ProviderAnswer =>
  page(
    'Allow access?',
    `<form method="get">${hidden(fields)}<button name="decision" value="allow">Allow</button>` +
      '<button name="decision" value="deny">Deny</button></form>',
  );

/** An authorization response as a form that the browser posts (response mode `form_post`). */
export const formPostPage = (action: string, fields: Readonly<Record<string, string>>): ProviderAnswer =>
  page(
    'Going back',
    `<form method="post" action="${escaped(action)}">${hidden(fields)}<button>Continue</button></form>` +
      '<script>document.forms[0].submit()</script>',
  );
