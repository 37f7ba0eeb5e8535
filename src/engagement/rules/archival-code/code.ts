/** Archival codes: taken apart, put together, checked. */
import type { Params, Refusal } from '#/base/rules/refusal.ts';
import { refuse } from '#/base/rules/refusal.ts';
import type { archivalCodeMessages } from '../archival-code-messages.ts';
import { fixedWidthOf, lettersOf, misfit, wordsOf, type Misfit } from './form.ts';
import {
  labelOf,
  ordersOf,
  segmentNames,
  type Grammar,
  type Segment,
  type SegmentName,
  type Segments,
} from './grammar.ts';

type CodeProblem = keyof typeof archivalCodeMessages;
export const refuseCode = (code: CodeProblem, params: Params = {}, field?: string): Refusal =>
  refuse(code, params, field);

/** Dots and dashes that people type for `·` and `-`. NFKC has already made one of the half-width ones. */
const dots = /[•‧・⋅∙]/g;
const dashes = /[\p{Dash_Punctuation}\u2212\u2500\u2501]/gu;

/** What is compared and kept beside the original string, which stays as it was typed. */
export const normalise = (text: string): string =>
  text.normalize('NFKC').replace(dots, '·').replace(dashes, '-').trim();

interface Failure {
  at: number;
  refusal: Refusal;
}

interface Walk {
  letters: readonly string[];
  stops: ReadonlySet<string>;
  /** It may end behind any segment. */
  cut: boolean;
  found: Segments[];
  /** The one that came farthest: what stands there is what the person has to look at. */
  failure: Failure | null;
}

/**
 * Takes a code apart; one that can be read in two ways is refused, never guessed. Positions count from 1.
 *
 * Which grammar holds is the project's to say: codes of volumes and of items look alike (DA/T 13-2022).
 *
 * @param cut `cut`: it may end behind any segment, as the ends of a range do.
 */
export function parse(grammar: Grammar, text: string, cut: 'whole' | 'cut' = 'whole'): Segments | Refusal {
  const letters = lettersOf(normalise(text));
  if (letters.length === 0) return refuseCode('archival-code-empty');
  const stops = new Set<string>(grammar.segments.map(({ before }) => before).filter((before) => before !== ''));
  const walk: Walk = { letters, stops, cut: cut === 'cut', found: [], failure: null };
  for (const order of ordersOf(grammar)) step(walk, order, 0, 0, {});
  const [first, second] = walk.found;
  if (first && second) return refuseCode('archival-code-ambiguous', { code: letters.join('') });
  return first ?? walk.failure?.refusal ?? refuseCode('archival-code-empty');
}

const fail = (walk: Walk, at: number, code: CodeProblem, params: Params): void => {
  if (walk.failure === null || at > walk.failure.at)
    walk.failure = { at, refusal: refuseCode(code, { ...params, at: at + 1 }) };
};

const sameSegments = (a: Segments, b: Segments): boolean => segmentNames.every((name) => a[name] === b[name]);

/** Reads the segments from `index` on from position `at`, with and without those that may be left out. */
function step(walk: Walk, order: readonly Segment[], index: number, at: number, read: Segments): void {
  const segment = order[index];
  if (at === walk.letters.length && (segment === undefined || (walk.cut && index > 0))) {
    if (!walk.found.some((other) => sameSegments(other, read))) walk.found.push(read);
    return;
  }
  if (segment === undefined) {
    fail(walk, at, 'archival-code-surplus', { rest: walk.letters.slice(at).join('') });
    return;
  }
  const stands = segment.needs === undefined || read[segment.needs] !== undefined;
  if (stands) stepInto(walk, order, index, at, read, segment);
  if (segment.optional || !stands) step(walk, order, index + 1, at, read);
}

function stepInto(
  walk: Walk,
  order: readonly Segment[],
  index: number,
  at: number,
  read: Segments,
  segment: Segment,
): void {
  const before = at === 0 ? '' : segment.before;
  const label = labelOf(segment);
  if (before !== '' && walk.letters[at] !== before) {
    if (at >= walk.letters.length) {
      if (!segment.optional) fail(walk, at, 'archival-code-lacks', { segment: label });
    } else
      fail(walk, at, 'archival-code-separator', { segment: label, separator: before, found: walk.letters[at] ?? '' });
    return;
  }
  const start = at + before.length;
  const end = endOf(walk, order[index + 1], segment, start);
  const text = walk.letters.slice(start, end).join('');
  if (text === '') return fail(walk, start, 'archival-code-lacks', { segment: label });
  const wrong = misfit(segment.form, text);
  if (wrong) return fail(walk, start + wrong.at, ...sayMisfit(segment, text, wrong));
  step(walk, order, index + 1, end, { ...read, [segment.name]: text });
}

/** A segment ends at the next separator; before a neighbour without one it ends where its width says. */
function endOf({ letters, stops }: Walk, next: Segment | undefined, segment: Segment, start: number): number {
  const stop = letters.findIndex((letter, index) => index >= start && stops.has(letter));
  const end = stop < 0 ? letters.length : stop;
  return next?.before === '' ? Math.min(end, start + (fixedWidthOf(segment.form) ?? end)) : end;
}

function sayMisfit(segment: Segment, found: string, { why, at }: Misfit): [CodeProblem, Params] {
  const params = { segment: labelOf(segment), found, form: wordsOf(segment.form) };
  if (why === 'letter') return ['archival-code-letter', { ...params, letter: lettersOf(found)[at] ?? '' }];
  if (why === 'width') return ['archival-code-width', params];
  return [why === 'table' ? 'archival-code-table' : 'archival-code-value', params];
}

/** Puts a code together, in the grammar's own order. */
export function format(grammar: Grammar, segments: Segments): string | Refusal {
  const known = new Set<string>(grammar.segments.map(({ name }) => name));
  const unknown = Object.keys(segments).find((name) => !known.has(name));
  if (unknown !== undefined) return refuseCode('archival-code-unknown-segment', { segment: unknown });
  let text = '';
  for (const segment of grammar.segments) {
    const value = segments[segment.name];
    const stands = segment.needs === undefined || segments[segment.needs] !== undefined;
    const at = lettersOf(text).length + 1;
    if (value === undefined) {
      if (segment.optional || !stands) continue;
      return refuseCode('archival-code-lacks', { segment: labelOf(segment), at });
    }
    if (!stands) return refuseNeed(grammar, segment);
    const wrong = misfit(segment.form, value);
    if (wrong) {
      const [code, params] = sayMisfit(segment, value, wrong);
      return refuseCode(code, { ...params, at: at + wrong.at });
    }
    text += (text === '' ? '' : segment.before) + value;
  }
  return text;
}

function refuseNeed(grammar: Grammar, segment: Segment): Refusal {
  const other = grammar.segments.find(({ name }) => name === segment.needs);
  return refuseCode('archival-code-needs', { segment: labelOf(segment), other: other ? labelOf(other) : '' });
}

/** The segments that a code leaves out may be found below it: `JXXX-001-0005` holds `JXXX-001-0005-012`. */
export const lowest = (grammar: Grammar, segments: Segments): SegmentName | undefined =>
  grammar.segments.findLast(({ name }) => segments[name] !== undefined)?.name;
