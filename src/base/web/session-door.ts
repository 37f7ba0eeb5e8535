/** Declarations the shell itself calls; `protection` declares them and `app` hands them over. */
import type { z } from 'zod';
import type { ActDecl, ViewDecl } from '#/base/rules/declare.ts';
import type { SessionState } from './session.ts';
import type { StepUpOptions, StepUpProof } from './StepUpDialog.tsx';

type Nothing = z.ZodType<Record<string, never>, Record<string, never>>;

export interface SessionDoor {
  current: ViewDecl<string, Nothing, z.ZodType<SessionState>>;
  signOut: ActDecl<string, Nothing>;
  stepUpOptions: ViewDecl<string, Nothing, z.ZodType<StepUpOptions>>;
  stepUp: ActDecl<string, z.ZodType<StepUpProof, StepUpProof>>;
}
