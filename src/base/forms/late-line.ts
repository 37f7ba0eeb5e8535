import { siteTime } from './site-time.ts';

/** A late entry (补录) as a form tells it: instants in ISO 8601. */
export interface LateLine {
  reason: string;
  formNumber: string;
  recordedAt: string;
}

/** The line of `facts` that says a record was entered late, from which paper and why; none where it was not (2.7-2). */
export const lateLine = (late: LateLine | null, timeZone: string): (readonly [string, string, 'wide'])[] =>
  late === null
    ? []
    : [['补录', `纸质表单 ${late.formNumber}，${late.reason}，${siteTime(late.recordedAt, timeZone)} 录入`, 'wide']];

/** What a stored record says of its late entry. */
export const lateLineOf = (row: {
  recorded_at: Date;
  late_reason: string | null;
  late_form_number: string | null;
}): LateLine | null =>
  row.late_reason === null
    ? null
    : { reason: row.late_reason, formNumber: row.late_form_number ?? '', recordedAt: row.recorded_at.toISOString() };
