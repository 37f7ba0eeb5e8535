import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import bwipjs from 'bwip-js/node';
import { qrText } from '../forms/form-frame.ts';
import type { Html } from '../forms/html.ts';
import { canonicalize } from '../rules/ledger/canonical.ts';
import { plain } from './door/plain.ts';
import type { Tx } from './db.ts';
import { newId } from './ids.ts';

/** A form as code: its name, version and pure renderer. */
export interface Form<D> {
  form: string;
  version: number;
  render(data: D, mark: { id: string; hash: string; qrSvg: string; version: number }): Html;
}

export interface Printed {
  printId: string;
  html: string;
  /** First 16 hex digits of the SHA-256 of the stored data; stands on the paper. */
  hash: string;
  form: string;
  version: number;
}

/**
 * QR code as an SVG drawing, error correction M, one unit a module, row by row. The library's own
 * drawing follows each outline and takes twice the time; the slips of one batch are 400 of them.
 */
export function qrSvg(text: string): string {
  const [code] = bwipjs.raw({ bcid: 'qrcode', text, eclevel: 'M' } as Parameters<typeof bwipjs.raw>[0]);
  if (!code || !('pixs' in code)) throw new Error('no QR code');
  const { pixs, pixx, pixy } = code;
  const runs: string[] = [];
  for (let y = 0; y < pixy; y += 1) {
    for (let x = 0; x < pixx; x += 1) {
      const from = x;
      while (x < pixx && pixs[y * pixx + x] === 1) x += 1;
      if (x > from) runs.push(`M${from} ${y}h${x - from}v1H${from}z`);
    }
  }
  const size = `viewBox="0 0 ${pixx} ${pixy}" xmlns="http://www.w3.org/2000/svg"`;
  return `<svg ${size} shape-rendering="crispEdges"><path d="${runs.join('')}"/></svg>`;
}

/** Of many texts: half a second of computing for 400, in which every other request has its turn. */
export async function qrSvgs(texts: readonly string[]): Promise<Map<string, string>> {
  const drawn = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    drawn.set(text, qrSvg(text));
    if (index % 8 === 7) await setImmediate();
  }
  return drawn;
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
  stored: { id: string; data: string; digest: string },
  shownOnce: Partial<D> = {},
): Printed {
  const hash = stored.digest.slice(0, 16);
  const mark = { form: form.form, version: form.version, id: stored.id, hash };
  const page = form.render(
    { ...(JSON.parse(stored.data) as D), ...shownOnce },
    { ...mark, qrSvg: qrSvg(qrText(mark)) },
  );
  return { printId: stored.id, html: page.toString(), hash, form: form.form, version: form.version };
}
