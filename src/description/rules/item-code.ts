/** Archival codes of what lies in a volume: its own with a number behind it, one more for each (件号自动加一). */
import { refuse, type Refusal, isRefusal } from '#/base/rules/refusal.ts';
import { format, parse } from '#/engagement/rules/archival-code/code.ts';
import { type Grammar, segmentNames, segmentOf, type Segments } from '#/engagement/rules/archival-code/grammar.ts';
import { next } from '#/engagement/rules/archival-code/order.ts';

/** The code after the last of these, or the first one of the volume. */
export function nextItemCode(grammar: Grammar, volume: string, last: string | null): string | Refusal {
  const form = segmentOf(grammar, 'item')?.form;
  if (form?.type !== 'number') return refuse('volume-without-items');
  const segments = parse(grammar, last ?? volume);
  if (isRefusal(segments)) return segments;
  if (last !== null) return next(grammar, segments);
  return format(grammar, { ...segments, item: form.padded ? '1'.padStart(form.min, '0') : '1' });
}

/** Whether a code is one of what lies in this volume. */
export const liesIn = (volume: Segments, item: Segments): boolean =>
  item.item !== undefined && segmentNames.every((name) => name === 'item' || item[name] === volume[name]);
