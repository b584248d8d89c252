import { Injectable } from '@nestjs/common';
import { EgressJudge } from '../../egress/egress-judge.js';
import { PresetsService } from '../presets/presets.service.js';
import { lint } from './lint.js';
import type { LintContext, LintFinding, LintSubject } from './lint.types.js';

/** The lint's rules, with what this server knows: its presets, and whom it would call. */
@Injectable()
export class ConfigLint {
  constructor(
    private readonly presets: PresetsService,
    private readonly egress: EgressJudge,
  ) {}

  judge(subject: LintSubject): LintFinding[] {
    return lint(subject, this.context());
  }

  context(): LintContext {
    return { presets: this.presets.list(), urlFault: (url) => this.egress.faultOf(url) };
  }
}
