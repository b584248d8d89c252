import { ADMISSION_STEPS, DECISION_STEPS, pipeline, type Pipeline } from './pipeline.js';

describe('the pipeline of the authorization endpoint', () => {
  it('is these rules, in this order', () => {
    expect(ADMISSION_STEPS.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "ClientStep",
        "PushedRequestStep",
        "OutsideTargetStep",
        "RequestObjectStep",
        "RedirectUriStep",
        "ResponseModeStep",
        "ParametersStep",
        "ResponseTypeStep",
        "GrantTypeStep",
        "RegistrationStep",
        "ScopeStep",
        "ResourceStep",
        "CodeChallengeStep",
        "PromptStep",
        "MaxAgeStep",
        "ClaimsStep",
        "IdTokenHintStep",
        "DetailsStep",
      ]
    `);
    expect(DECISION_STEPS.map(({ name }) => name)).toMatchInlineSnapshot(`
      [
        "SessionStep",
        "FreshSignInStep",
        "AccountChoiceStep",
        "HintedUserStep",
        "EssentialAcrStep",
        "ConsentStep",
      ]
    `);
  });

  it('is put together of one step each', () => {
    const steps = [...ADMISSION_STEPS, ...DECISION_STEPS].map(({ name }) => name);
    const { admission, decision } = pipeline.useFactory(...steps) as Pipeline;
    expect([...admission, ...decision]).toEqual(steps);
    expect(new Set(steps).size).toBe(steps.length);
    expect(admission).toHaveLength(ADMISSION_STEPS.length);
  });
});
