import { Inject, Injectable } from '@nestjs/common';
import { OAuthError } from '../../protocol/oauth-error.js';
import { Draft } from './draft.js';
import { PIPELINE, type Pipeline } from './pipeline.js';

/** A request that broke a rule, with all that was found of it before: who may be told, and where. */
export interface Refused {
  readonly draft: Draft;
  readonly error: OAuthError;
}

/** Whether a request is a good one. */
@Injectable()
export class Admission {
  constructor(@Inject(PIPELINE) private readonly pipeline: Pipeline) {}

  async admit(draft: Draft): Promise<Draft | Refused> {
    let admitted = draft;
    try {
      for (const step of this.pipeline.admission) admitted = await step.admit(admitted);
    } catch (error) {
      if (error instanceof OAuthError) return { draft: admitted, error };
      throw error;
    }
    return admitted;
  }
}
