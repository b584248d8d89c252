import { compilePath, PathError } from '../templates/json-path.js';
import type { ConfigDefinition } from './config.types.js';
import { finding, type LintFinding, type LintRule } from './lint.types.js';
import { presetFor } from './lint-presets.js';

function pathFault(field: string, text: string | null | undefined): LintFinding[] {
  if (text === null || text === undefined) return [];
  try {
    compilePath(text);
    return [];
  } catch (error) {
    if (error instanceof PathError) return [finding('error', 'invalid_path', field, error.message)];
    throw error;
  }
}

/** All of them by their fields. */
export const pathsOf = ({
  paths,
  metaMap,
  successWhen,
  rejectedWhen,
}: ConfigDefinition): [string, string | null | undefined][] => [
  ...Object.entries(paths).map(([name, text]): [string, string | null] => [`paths.${name}`, text as string | null]),
  ...Object.entries(metaMap).map(([name, text]): [string, string] => [`metaMap.${name}`, text]),
  ['successWhen.path', successWhen?.path],
  ['rejectedWhen.path', rejectedWhen.path],
];

export const pathsAreSingular: LintRule = ({ definition }) =>
  pathsOf(definition)
    .filter(([, text]) => text !== '')
    .flatMap(([field, text]) => pathFault(field, text));

const NEEDED = ['authCode', 'accessToken'] as const;

export const tokenPathsAreThere: LintRule = ({ definition: { paths } }) =>
  NEEDED.filter((name) => !paths[name]).map((name) =>
    finding('error', 'token_path_missing', `paths.${name}`, 'without this path there is nothing to connect with'),
  );

export const refreshTokenIsFound: LintRule = (subject, context) => {
  const { paths, expiry, grantType } = subject.definition;
  const isExpected =
    grantType === 'client_credentials' || presetFor(subject, context)?.definition.paths.refreshToken === null;
  if (paths.refreshToken || expiry.defaultTtlSeconds !== undefined || isExpected) return [];
  const message = 'no refresh token is kept and no lifetime is known: a token is used until it is rejected';
  return [finding('warning', 'no_refresh_path', 'paths.refreshToken', message)];
};
