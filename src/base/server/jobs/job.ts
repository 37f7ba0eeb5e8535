import type { z } from 'zod';

/** A kind of job: known to whoever enqueues it, and to the worker that binds a handler to it. */
export interface JobDecl<S extends z.ZodType = z.ZodType> {
  /** `<room>.<noun>.<verb>`. */
  queue: string;
  /** Ids and codes only: job rows are read on a screen, and a purge must have nothing to find in them. */
  payload: S;
  /** How often a failed run is tried again, each time after a longer pause. */
  retryLimit: number;
}

export const job = <S extends z.ZodType>(decl: JobDecl<S>): JobDecl<S> => decl;

export interface JobContext {
  jobId: string;
  /** Aborted when the job is cancelled or the worker stops. */
  signal: AbortSignal;
  /** 0 to 100. */
  progress(percent: number): Promise<void>;
}

/** What a worker does for a kind of job. It may run twice with the same payload. */
export interface JobHandler {
  decl: JobDecl;
  run(payload: unknown, context: JobContext): Promise<void>;
}

export const jobHandler = <S extends z.ZodType>(
  decl: JobDecl<S>,
  run: (payload: z.output<S>, context: JobContext) => Promise<void>,
): JobHandler => ({ decl, run: (payload, context) => run(decl.payload.parse(payload), context) });
