import type { FactoryProvider, Type } from '@nestjs/common';
import type { AdmissionStep } from './admission-step.js';
import type { DecisionStep } from './decision-step.js';
import { AccountChoiceStep } from './decisions/account-choice.step.js';
import { ConsentStep } from './decisions/consent.step.js';
import { EssentialAcrStep } from './decisions/essential-acr.step.js';
import { FreshSignInStep } from './decisions/fresh-sign-in.step.js';
import { HintedUserStep } from './decisions/hinted-user.step.js';
import { SessionStep } from './decisions/session.step.js';
import { ClaimsStep } from './steps/claims.step.js';
import { ClientStep } from './steps/client.step.js';
import { CodeChallengeStep } from './steps/code-challenge.step.js';
import { DetailsStep } from './steps/details.step.js';
import { GrantTypeStep } from './steps/grant-type.step.js';
import { IdTokenHintStep } from './steps/id-token-hint.step.js';
import { MaxAgeStep } from './steps/max-age.step.js';
import { OutsideTargetStep } from './steps/outside-target.step.js';
import { ParametersStep } from './steps/parameters.step.js';
import { PromptStep } from './steps/prompt.step.js';
import { PushedRequestStep } from './steps/pushed-request.step.js';
import { RedirectUriStep } from './steps/redirect-uri.step.js';
import { RegistrationStep } from './steps/registration.step.js';
import { RequestObjectStep } from './steps/request-object.step.js';
import { ResourceStep } from './steps/resource.step.js';
import { ResponseModeStep } from './steps/response-mode.step.js';
import { ResponseTypeStep } from './steps/response-type.step.js';
import { ScopeStep } from './steps/scope.step.js';

/**
 * What becomes of a request to the authorization endpoint, rule by rule. First whether it is a good one: each rule in this
 * order, once. What fails before `RedirectUriStep` is through is told to the user alone, but for request objects
 * that are not taken; what fails later is told to the client.
 */
export const ADMISSION_STEPS: Type<AdmissionStep>[] = [
  ClientStep,
  PushedRequestStep,
  OutsideTargetStep,
  RequestObjectStep,
  RedirectUriStep,
  ResponseModeStep,
  ParametersStep,
  ResponseTypeStep,
  GrantTypeStep,
  RegistrationStep,
  ScopeStep,
  ResourceStep,
  CodeChallengeStep,
  PromptStep,
  MaxAgeStep,
  ClaimsStep,
  IdTokenHintStep,
  DetailsStep,
];

/** Then what the user has to do: all rules again at each visit of the browser, until every one of them is kept. */
export const DECISION_STEPS: Type<DecisionStep>[] = [
  SessionStep,
  FreshSignInStep,
  AccountChoiceStep,
  HintedUserStep,
  EssentialAcrStep,
  ConsentStep,
];

export interface Pipeline {
  readonly admission: readonly AdmissionStep[];
  readonly decision: readonly DecisionStep[];
}
export const PIPELINE = Symbol('authorization pipeline');

export const pipeline: FactoryProvider<Pipeline> = {
  provide: PIPELINE,
  inject: [...ADMISSION_STEPS, ...DECISION_STEPS],
  useFactory: (...steps: (AdmissionStep | DecisionStep)[]) => ({
    admission: steps.slice(0, ADMISSION_STEPS.length) as AdmissionStep[],
    decision: steps.slice(ADMISSION_STEPS.length) as DecisionStep[],
  }),
};
