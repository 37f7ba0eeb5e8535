import type { TableRefusal } from '#/base/rules/tables-in/table.ts';
import { refuse } from '#/base/rules/refusal.ts';

/** Carries a refusal out of streams and parsers; the readers give it on as a value. */
export class TableRefused extends Error {
  readonly refusal: TableRefusal;
  constructor(refusal: TableRefusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** `zh` and `en` say where. */
export const damaged = (zh: string, en: string = zh): TableRefused =>
  new TableRefused(refuse('table-damaged', { where: { zh, en } }));

/** A fault of the disk is no fault of the file. */
export const isSystemError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
