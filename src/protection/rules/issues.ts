import { refuse, type Refusal } from '#/base/rules/refusal.ts';

export type IssueState = 'open' | 'corrected' | 'closed';
export type IssueStepKind = 'correct' | 'recheck';

export interface IssueFacts {
  state: IssueState;
  /** Who corrected last, if anybody. */
  correctedBy: string | null;
}

/** 2.8-2: 问题 → 整改 → 复查, and who corrected does not recheck. */
export function refuseStep(issue: IssueFacts, step: IssueStepKind, personId: string): Refusal | null {
  const from: IssueState = step === 'correct' ? 'open' : 'corrected';
  if (issue.state !== from) return refuse('issue-not-in-state');
  return step === 'recheck' && issue.correctedBy === personId ? refuse('recheck-by-corrector') : null;
}

/** A failed recheck opens the issue again. */
export function afterStep(step: IssueStepKind, passed: boolean): IssueState {
  if (step === 'correct') return 'corrected';
  return passed ? 'closed' : 'open';
}
