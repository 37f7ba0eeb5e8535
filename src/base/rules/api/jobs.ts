import { z } from 'zod';
import { act, view } from '../declare.ts';
import { instant, listOf, none, page } from '../wire.ts';

export const jobStates = ['created', 'retry', 'active', 'completed', 'cancelled', 'failed'] as const;

export const jobList = view({
  name: 'base.job.list',
  label: { zh: '后台作业', en: 'Jobs' },
  roles: ['administrator', 'archiveLead'],
  clauses: ['5.6-3'],
  subject: 'job',
  input: z.strictObject({ queue: z.string().max(100).optional(), state: z.enum(jobStates).optional(), ...page }),
  output: listOf(
    z.object({
      id: z.uuid(),
      queue: z.string(),
      state: z.enum(jobStates),
      /** 0 to 100, or null when the job does not say. */
      progress: z.number().min(0).max(100).nullable(),
      createdAt: instant,
      startedAt: instant.nullable(),
      completedAt: instant.nullable(),
      retries: z.number().int(),
      retryLimit: z.number().int(),
      /** Error code and class, never content. */
      error: z.string().nullable(),
    }),
  ),
});

export const jobRetry = act({
  name: 'base.job.retry',
  label: { zh: '重试作业', en: 'Retry a job' },
  roles: ['administrator'],
  clauses: ['5.6-3'],
  subject: 'job',
  input: z.strictObject({ queue: z.string().max(100) }),
  output: none,
});

export const jobCancel = act({
  name: 'base.job.cancel',
  label: { zh: '取消作业', en: 'Cancel a job' },
  roles: ['administrator'],
  clauses: ['5.6-3'],
  subject: 'job',
  input: z.strictObject({ queue: z.string().max(100) }),
  output: none,
});
