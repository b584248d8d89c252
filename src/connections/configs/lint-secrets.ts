import { compilePath, PathError } from '../templates/json-path.js';
import type { ConfigDefinition } from './config.types.js';
import { finding, type LintFinding, type LintRule } from './lint.types.js';
import { pathsOf } from './lint-paths.js';
import { namesIn, templateTexts, type TemplateText } from './lint-texts.js';

/** Wherever in the path it stands: below it there is nothing but the token. */
const REFRESH = /refresh[_-]?token(?![\w-])/i;
const ACCESS = /access[_-]?token(?:'\])?$/i;
/** They are read from something else than the answer to a token request, and show nothing of it. */
const ELSEWHERE = ['paths.authCode', 'rejectedWhen.path'];

/** A refresh token has one place, where it is sealed: nobody reads it by another path. */
export const refreshTokenHasOnePath: LintRule = ({ definition }) =>
  canonicalPaths(definition)
    .filter(([field, path]) => field !== 'paths.refreshToken' && REFRESH.test(path))
    .map(([field]) =>
      finding('error', 'refresh_token_exposed', field, 'a refresh token is read by paths.refreshToken alone'),
    );

/** What is kept beside the tokens is not sealed. One token that serves as both is read by one path. */
export const tokensAreReadOnce: LintRule = ({ definition }) => {
  const all = canonicalPaths(definition);
  const [access, refresh] = ['paths.accessToken', 'paths.refreshToken'].map(
    (wanted) => all.find(([field]) => field === wanted)?.[1],
  );
  return all
    .filter(([field]) => !ELSEWHERE.includes(field) && field !== 'paths.accessToken')
    .filter(([field, path]) =>
      field === 'paths.refreshToken' ? path === access && !ACCESS.test(path) : path === access || path === refresh,
    )
    .map(([field]) => finding('error', 'token_path_twice', field, 'the path of a token is used for nothing else'));
};

/** Whoever receives these calls, or is shown their answers, is not to have it. */
export const callsHoldNoRefreshToken: LintRule = ({ definition }) => {
  const secret = ['refresh_token', definition.refreshTokenSetting].filter((name) => name !== 'access_token');
  return templateTexts(definition)
    .filter(({ field }) => field.startsWith('testRequest.') || field.startsWith('proxy.'))
    .filter((text) => namesOf(text, definition).some((name) => secret.includes(name)))
    .map(({ field }) =>
      finding('error', 'refresh_token_exposed', field, 'calls to an API are made with the access token alone'),
    );
};

/** It may be saved, for only then can the secret be entered for where the config leads; until then it is not sent. */
export const secretsAreForTheHosts: LintRule = ({ definition, withheld }) =>
  templateTexts(definition).flatMap((text) =>
    namesOf(text, definition)
      .map((name) => name.replace(/^settings\./, ''))
      .filter((name) => withheld.includes(name))
      .map((name) => secretToEnterAgain(text.field, name)),
  );

export const secretToEnterAgain = (field: string, secret: string): LintFinding =>
  finding(
    'warning',
    'secret_for_other_hosts',
    field,
    `"${secret}" was entered for other hosts and is not sent to those of this config until it is entered again`,
  );

/** What is no path or no template is reported by other rules. */
function canonicalPaths(definition: ConfigDefinition): [field: string, path: string][] {
  return pathsOf(definition).flatMap(([field, text]) => {
    const path = text ? canonical(text) : null;
    return path === null ? [] : [[field, path] as [string, string]];
  });
}

function canonical(text: string): string | null {
  try {
    return compilePath(text).canonical;
  } catch (error) {
    if (error instanceof PathError) return null;
    throw error;
  }
}

function namesOf(text: TemplateText, definition: ConfigDefinition): readonly string[] {
  try {
    return namesIn(text, definition);
  } catch {
    return [];
  }
}
