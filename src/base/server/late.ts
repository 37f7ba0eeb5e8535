import type { Late } from '../rules/actor.ts';

export interface LateColumns {
  occurred_at: Date;
  late_reason: string | null;
  late_form_number: string | null;
  late_scan_id: string | null;
}

/** When a record happened, and what a late entry (补录) adds to it: the same columns in every register. */
export const lateColumns = (late: Late | null): LateColumns => ({
  occurred_at: late ? new Date(late.occurredAt) : new Date(),
  late_reason: late?.reason ?? null,
  late_form_number: late?.formNumber ?? null,
  late_scan_id: late?.scanId ?? null,
});
