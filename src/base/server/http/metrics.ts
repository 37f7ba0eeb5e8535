import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const calls = new Histogram({
  name: 'shoucang_call_seconds',
  help: 'Duration of declared acts and views, by name and status',
  labelNames: ['name', 'status'] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

/** 1 while writes are refused because the ledger is out. */
export const ledgerOut = new Gauge({
  name: 'shoucang_ledger_out',
  help: '1 while writes are refused because ledger or sink are out',
  registers: [registry],
});

export const jobsDone = new Counter({
  name: 'shoucang_jobs_total',
  help: 'Jobs ended, by queue and outcome',
  labelNames: ['queue', 'outcome'] as const,
  registers: [registry],
});

/** Starts the clock of one call; the answer stops it with the status it had. */
export function observeCall(name: string): (status: number) => void {
  const stop = calls.startTimer({ name });
  return (status) => stop({ status: String(status) });
}
