/** The order of archival codes: on the shelf, in lists, in ranges. */
import { isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import { format, lowest, parse, refuseCode } from './code.ts';
import { type Form, type Grammar, labelOf, segmentOf, type Segments } from './grammar.ts';
import { lettersOf } from './form.ts';

/** Lower than every letter of a code: what is left out comes first, so a volume stands before its items. */
const end = '!';
/** Higher than every letter of a code. */
const beyond = '\u{10fffd}';

/** A text that stands, letter by letter, where the segment stands in its order. */
function keyOf(form: Form, text: string): string {
  const padded = (digits: string): string => digits.padStart(9, '0');
  switch (form.type) {
    case 'number':
      // 1 before 01 before 2: numbers by their value, then by how they are written.
      return `${padded(text.replace(/^0+/, ''))}${text.length}`;
    case 'table':
      return String(form.codes.findIndex(({ code }) => code === text)).padStart(3, '0');
    case 'retention':
      // For good first, then by years, the longest first.
      return text === 'Y' ? '000' : String(1000 - Number(text.slice(1))).padStart(3, '0');
    case 'list': {
      const [, digits = '', letter = ''] = /^(\d*)([A-Z]?)$/.exec(text) ?? [];
      return `${padded(digits.replace(/^0+/, ''))}${digits.length}${letter}`;
    }
    case 'letters':
      return form.set === 'digit'
        ? `${text.replace(/^0+/, '').padStart(20, '0')}${String(text.length).padStart(2, '0')}`
        : text;
    case 'fonds':
    case 'year':
      return text;
  }
}

const keys = ({ segments }: Grammar, of: Segments): string[] =>
  segments.map(({ name, form }) => {
    const text = of[name];
    return (text === undefined ? '' : keyOf(form, text)) + end;
  });

/** Sorts bytewise (`collate "C"`) as the codes themselves do. */
export const sortKey = (grammar: Grammar, segments: Segments): string => keys(grammar, segments).join('');

/** As the database compares: by code points, not by UTF-16. */
export function compareKeys(a: string, b: string): number {
  const [one, other] = [lettersOf(a), lettersOf(b)];
  for (const [index, letter] of one.entries()) {
    const against = other[index];
    if (against === undefined) return 1;
    if (letter !== against) return (letter.codePointAt(0) ?? 0) - (against.codePointAt(0) ?? 0);
  }
  return one.length - other.length;
}

export const compareCodes = (grammar: Grammar, a: Segments, b: Segments): number =>
  compareKeys(sortKey(grammar, a), sortKey(grammar, b));

/** From one code to another, with all that lies below the last; either may be cut off behind any segment. */
export interface CodeRange {
  from: string;
  to: string;
}

/** Sort keys between which a range lies, both included. */
export interface Bounds {
  lower: string;
  upper: string;
}

export function boundsOf(grammar: Grammar, { from, to }: CodeRange): Bounds | Refusal {
  const first = endOf(grammar, from);
  if (isRefusal(first)) return { ...first, field: 'input.range.from' };
  const last = endOf(grammar, to);
  if (isRefusal(last)) return { ...last, field: 'input.range.to' };
  const bounds = { lower: prefixOf(grammar, first), upper: prefixOf(grammar, last) + beyond };
  return compareKeys(bounds.lower, bounds.upper) > 0 ? refuseCode('code-range-order', {}, 'input.range.to') : bounds;
}

/** A whole code where it is one: `WS·2019-Y-003` is item 003, not everything of department 003. */
function endOf(grammar: Grammar, text: string): Segments | Refusal {
  const whole = parse(grammar, text);
  return isRefusal(whole) ? parse(grammar, text, 'cut') : whole;
}

/** The part of a key that all that lies below a code begins with. */
function prefixOf(grammar: Grammar, segments: Segments): string {
  const name = lowest(grammar, segments);
  const index = grammar.segments.findIndex((segment) => segment.name === name);
  return keys(grammar, segments)
    .slice(0, index + 1)
    .join('');
}

export const within = ({ lower, upper }: Bounds, key: string): boolean =>
  compareKeys(lower, key) <= 0 && compareKeys(key, upper) <= 0;

export const overlapping = (a: Bounds, b: Bounds): boolean =>
  compareKeys(a.lower, b.upper) <= 0 && compareKeys(b.lower, a.upper) <= 0;

/** The code that follows: the next number of its lowest segment, as wide as this one where it fits. */
export function next(grammar: Grammar, segments: Segments): string | Refusal {
  const name = lowest(grammar, segments);
  const segment = name && segmentOf(grammar, name);
  const text = name === undefined ? '' : (segments[name] ?? '');
  if (!name || segment?.form.type !== 'number' || !/^\d+$/.test(text)) return refuseCode('archival-code-empty');
  const digits = String(Number(text) + 1);
  const following = segment.form.padded ? digits.padStart(text.length, '0') : digits;
  if (following.length > segment.form.max)
    return refuseCode('archival-code-full', { segment: labelOf(segment), found: text });
  return format(grammar, { ...segments, [name]: following });
}
