import type { Tone } from '#/base/web/StatusTag.tsx';
import type { IssueState } from '../../rules/issues.ts';

export const issueTones: Record<IssueState, Tone> = { open: 'attention', corrected: 'active', closed: 'done' };
