/** Whether a grammar can be kept: one that could read a code in two ways is refused before any code rests on it. */
import type { Refusal } from '#/base/rules/refusal.ts';
import { refuseCode } from './code.ts';
import { fixedWidthOf, overlap, widthOf } from './form.ts';
import { type Grammar, labelOf, ordersOf, type Segment, type SegmentName } from './grammar.ts';

const numbered: readonly SegmentName[] = ['volume', 'item', 'page'];

/** The first thing wrong with it, at its field; null when codes can be written by it. */
export function refuseGrammar(grammar: Grammar): Refusal | null {
  const { segments } = grammar;
  for (const [index, segment] of segments.entries()) {
    const refused = refuseSegment(segments, segment, index);
    if (refused) return refused;
  }
  const last = segments.at(-1);
  if (last?.form.type !== 'number' || !numbered.includes(last.name))
    return refuseCode('grammar-number', {}, `input.grammar.segments.${segments.length - 1}`);
  const sorted = (names: readonly string[]): string => names.toSorted().join();
  const names = sorted(segments.map(({ name }) => name));
  const odd = grammar.orders.findIndex((order) => sorted(order) !== names);
  if (odd >= 0) return refuseCode('grammar-order', {}, `input.grammar.orders.${odd}`);
  return (
    ordersOf(grammar)
      .map(refuseNeighbours)
      .find((refused) => refused !== null) ?? null
  );
}

function refuseSegment(segments: readonly Segment[], segment: Segment, index: number): Refusal | null {
  const field = `input.grammar.segments.${index}`;
  const label = labelOf(segment);
  const before = segments.slice(0, index);
  if (before.some(({ name }) => name === segment.name)) return refuseCode('grammar-twice', { segment: label }, field);
  if (segment.needs !== undefined && !before.some(({ name }) => name === segment.needs))
    return refuseCode('grammar-needs', { segment: label }, `${field}.needs`);
  const [least, most] = widthOf(segment.form);
  if (most < least) return refuseCode('grammar-width', { segment: label }, `${field}.form.max`);
  if (segment.form.type !== 'table') return null;
  const codes = segment.form.codes.map(({ code }) => code);
  const twice = codes.find((code, at) => codes.indexOf(code) < at);
  return twice === undefined
    ? null
    : refuseCode('grammar-table', { segment: label, found: twice }, `${field}.form.codes`);
}

/** What may follow a segment: the next one, and the ones behind it that stand when those between are left out. */
function followers(order: readonly Segment[], index: number): Segment[] {
  const rest = order.slice(index + 1);
  const end = rest.findIndex(({ optional }) => !optional);
  return end < 0 ? rest : rest.slice(0, end + 1);
}

function refuseNeighbours(order: readonly Segment[]): Refusal | null {
  for (const [index, segment] of order.entries()) {
    const next = followers(order, index);
    const together = next.find(({ before }) => before === '' && fixedWidthOf(segment.form) === null);
    if (together) return refuseCode('grammar-run-together', { segment: labelOf(together), other: labelOf(segment) });
    if (!segment.optional) continue;
    const alike = next.find((other) => cannotTell(order, segment, other));
    if (alike) return refuseCode('grammar-overlap', { segment: labelOf(segment), other: labelOf(alike) });
  }
  return null;
}

/** What must stand for this one to stand, down to the first. */
function stoodUpBy(order: readonly Segment[], { needs }: Segment): SegmentName[] {
  const below = order.find(({ name }) => name === needs);
  return below ? [below.name, ...stoodUpBy(order, below)] : [];
}

/**
 * Whether the same text, behind the same separator, could be either of them. One that stands only beside the
 * first, or beside one between them, is never met without it; what ends a code is told by being the end.
 */
function cannotTell(order: readonly Segment[], segment: Segment, other: Segment): boolean {
  if (segment.before !== other.before || !overlap(segment.form, other.form)) return false;
  const place = (name: SegmentName): number => order.findIndex((one) => one.name === name);
  if (stoodUpBy(order, other).some((name) => place(name) >= place(segment.name))) return false;
  const obligatoryBehind = order.slice(order.indexOf(segment) + 1).filter(({ optional }) => !optional);
  // One obligatory segment behind it, and nothing optional after that: the number of segments tells.
  return !(obligatoryBehind.length === 1 && obligatoryBehind[0] === other && order.at(-1) === other);
}
