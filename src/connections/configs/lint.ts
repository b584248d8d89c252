import type { LintContext, LintFinding, LintLevel, LintRule, LintSubject } from './lint.types.js';
import { pathsAreSingular, refreshTokenIsFound, tokenPathsAreThere } from './lint-paths.js';
import { offlineAccessIsAsked, rotatingGrantHasOneHolder, tokenUrlIsThePresets } from './lint-presets.js';
import {
  callsHoldNoRefreshToken,
  refreshTokenHasOnePath,
  secretsAreForTheHosts,
  tokensAreReadOnce,
} from './lint-secrets.js';
import { formsAreFlat, namesAreKnown, patternsCompile, templatesCompile } from './lint-templates.js';
import {
  hostsAreNotTheUsers,
  linkFixesNothing,
  linkHoldsNoSecret,
  logoIsAPicture,
  refreshStaysAtTheTokenHost,
  urlsMayBeCalled,
} from './lint-urls.js';
import {
  accountIsSeen,
  bodyIsAForm,
  clientIsKnown,
  lifetimeIsKnown,
  pkceIsOn,
  requiredScopesAreSeen,
  secretsAreNotTyped,
} from './lint-warnings.js';

const RULES: readonly LintRule[] = [
  templatesCompile,
  namesAreKnown,
  patternsCompile,
  formsAreFlat,
  pathsAreSingular,
  tokenPathsAreThere,
  refreshTokenHasOnePath,
  tokensAreReadOnce,
  callsHoldNoRefreshToken,
  urlsMayBeCalled,
  linkHoldsNoSecret,
  linkFixesNothing,
  hostsAreNotTheUsers,
  clientIsKnown,
  bodyIsAForm,
  pkceIsOn,
  lifetimeIsKnown,
  refreshTokenIsFound,
  tokenUrlIsThePresets,
  offlineAccessIsAsked,
  refreshStaysAtTheTokenHost,
  secretsAreNotTyped,
  secretsAreForTheHosts,
  accountIsSeen,
  requiredScopesAreSeen,
  rotatingGrantHasOneHolder,
  logoIsAPicture,
];

const ORDER: readonly LintLevel[] = ['error', 'warning', 'note'];

/** What is wrong or worth knowing, errors first: a config with one is not saved. */
export const lint = (subject: LintSubject, context: LintContext): LintFinding[] =>
  sorted(RULES.flatMap((rule) => rule(subject, context)));

export const sorted = (findings: readonly LintFinding[]): LintFinding[] =>
  ORDER.flatMap((level) => findings.filter((each) => each.level === level));

export const hasErrors = (findings: readonly LintFinding[]): boolean => findings.some(({ level }) => level === 'error');
