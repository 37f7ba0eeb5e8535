import { createHash } from 'node:crypto';
import { encodeQR } from 'qr';
import { type Mark, qrText } from '../forms/form-frame.ts';
import type { Html } from '../forms/html.ts';
import { canonicalize } from '../rules/ledger/canonical.ts';
import { plain } from './door/plain.ts';
import type { Tx } from './db.ts';
import { newId } from './ids.ts';

/** A form as code: its name, version and pure renderer. */
export interface Form<D> {
  form: string;
  version: number;
  render(data: D, mark: Mark): Html;
}

export interface Printed {
  printId: string;
  html: string;
  /** First 16 hex digits of the SHA-256 of the stored data; stands on the paper. */
  hash: string;
  form: string;
  version: number;
}

/** QR code as an SVG drawing, error correction M, one unit a module, row by row. */
export function qrSvg(text: string): string {
  // The library wants an edge of its own; forms leave theirs.
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 }).slice(1, -1);
  const size = rows.length;
  const runs: string[] = [];
  for (const [y, edged] of rows.entries()) {
    const row = edged.slice(1, -1);
    for (let x = 0; x < size; x += 1) {
      const from = x;
      while (row[x] === true) x += 1;
      if (x > from) runs.push(`M${from} ${y}h${x - from}v1H${from}z`);
    }
  }
  const attributes = `viewBox="0 0 ${size} ${size}" xmlns="http://www.w3.org/2000/svg"`;
  return `<svg ${attributes} shape-rendering="crispEdges"><path d="${runs.join('')}"/></svg>`;
}

/**
 * Prints a form: stores the canonical data it is made from, and renders from just that. `shownOnce`
 * is what only this one paper says (codes of a card) and is stored nowhere.
 */
export async function printForm<D>(
  tx: Tx,
  form: Form<D>,
  data: D,
  personId: string,
  shownOnce: Partial<D> = {},
): Promise<Printed> {
  const stored = canonicalize(plain(data));
  const id = newId();
  const digest = createHash('sha256').update(stored).digest('hex');
  await tx
    .insertInto('print_record')
    .values({ id, form: form.form, version: form.version, data: stored, digest, printed_by: personId })
    .execute();
  return renderStored(form, { id, data: stored, digest }, shownOnce);
}

/** The same paper again, from the stored data. */
export function renderStored<D>(
  form: Form<D>,
  stored: { id: string; data: string; digest: string; cleared_at?: Date | null },
  shownOnce: Partial<D> = {},
): Printed {
  const hash = stored.digest.slice(0, 16);
  const mark = { form: form.form, version: form.version, id: stored.id, hash };
  const page = form.render(
    { ...(JSON.parse(stored.data) as D), ...shownOnce },
    { ...mark, qrSvg: qrSvg(qrText(mark)), cleared: (stored.cleared_at ?? null) !== null },
  );
  return { printId: stored.id, html: page.toString(), hash, form: form.form, version: form.version };
}
