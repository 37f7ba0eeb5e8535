/** Archival codes: every sample of the standards is read and written again; nothing is guessed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal, type Refusal } from '#/base/rules/refusal.ts';
import { format, normalise, parse } from './code.ts';
import { refuseGrammar } from './check.ts';
import { fixedWidthOf, widthOf } from './form.ts';
import type { Form, Grammar, Segments } from './grammar.ts';
import { grammarShape } from './grammar.ts';
import { boundsOf, compareCodes, compareKeys, next, overlapping, sortKey, within } from './order.ts';
import { presets } from './presets.ts';

const grammarOf = (key: string): Grammar => {
  const preset = presets.find((one) => one.key === key);
  if (!preset) throw new Error(key);
  return preset.grammar;
};
function read(grammar: Grammar, text: string): Segments {
  const parsed = parse(grammar, text);
  if (isRefusal(parsed)) throw new Error(`${text}: ${JSON.stringify(parsed)}`);
  return parsed;
}
const refusal = (result: unknown): Pick<Refusal, 'code'> & { at?: unknown } => {
  if (!isRefusal(result)) throw new Error(`taken: ${JSON.stringify(result)}`);
  return { code: result.code, at: result.params['at'] };
};

/** standards.md §4.1 to 4.4: codes of the standards, and of catalogues met around Zhengzhou. */
const samples: [string, string, Segments][] = [
  ['dat13-2022-volume', 'J019-ZY·JC·CC·2019·D30-001-001', { subcategory3: 'CC', year: '2019', volume: '001' }],
  ['dat13-2022-volume', 'J019-KU·01·2017-001-001', { subcategory2: '01', year: '2017', item: '001' }],
  ['dat13-2022-volume', 'A002-RS-001-002', { category: 'RS', volume: '001', item: '002' }],
  ['dat13-2022-volume', 'X032-KJ·KY·01-003', { subcategory2: 'KY', subcategory3: '01', volume: '003' }],
  ['dat13-2022-volume-page', 'X032-KJ·JJ·02-005-054', { volume: '005', page: '054' }],
  ['dat13-2022-volume', 'K021-ZP·2019·D30-025-005', { year: '2019', retention: 'D30', item: '005' }],
  ['dat13-1994-list', 'C038-001-002-003', { list: '001', volume: '002', item: '003' }],
  ['dat13-2022-item', 'A439-WS·2015·D30·003-005', { department: '003', item: '005' }],
  ['dat13-2022-item', 'Z109-WS·2011·Y·办公室-0001', { department: '办公室', retention: 'Y', item: '0001' }],
  ['dat13-2022-item', 'Z008-WS·2019·Y-037', { year: '2019', item: '037' }],
  ['dat13-2022-item', 'C015-WY·TZGG·2019·D10-00001', { subcategory2: 'TZGG', item: '00001' }],
  ['dat22-2015', 'Z109-WS·2011-Y-BGS-0001', { department: 'BGS', item: '0001' }],
  ['dat22-2015', 'Z109-WS·2011-Y-0001', { retention: 'Y', item: '0001' }],
  ['dat22-2015', '0123-WS·1998-D30-办公室-0012', { fonds: '0123', department: '办公室' }],
  ['dat13-1994-list', '0001-12A-3', { list: '12A', volume: '3' }],
  ['dat13-1994-list-page', '0001-1-12-5', { volume: '12', page: '5' }],
  ['dat13-1994-category', 'J019-KJ-12-3', { class: 'KJ', volume: '12', item: '3' }],
  ['dat13-1994-project', 'KJ-JJ01-12-3', { project: 'JJ01', item: '3' }],
  ['zz-document-volume', '0001195800100120003', { year: '1958', list: '001', volume: '0012', page: '0003' }],
  ['zz-document-volume', '000119580010012', { list: '001', volume: '0012' }],
  ['zz-document-item', '00012011D30BGS10001', { retention: 'D30', class: 'BGS1', item: '0001' }],
  ['zz-accounting', '000120170010001', { list: '001', volume: '0001' }],
  ['zz-construction', '000100100010001', { volume: '0001', page: '0001' }],
  ['zz-audiovisual', '0001D30ZP0100250005', { class: 'ZP01', volume: '0025', item: '0005' }],
  ['zz-marriage-volume', '000119780010001', { year: '1978' }],
  ['zz-marriage-item', '00012004D10JH010001', { class: 'JH01' }],
];

describe('codes of the standards', () => {
  test.each(samples)('%s reads %s and writes it again', (key, code, some) => {
    const segments = read(grammarOf(key), code);
    expect(segments).toMatchObject(some);
    expect(format(grammarOf(key), segments)).toBe(code);
  });

  test('parts of the category may stand in another order; codes are made in the first', () => {
    const grammar = grammarOf('dat13-2022-item');
    const segments = read(grammar, 'Z008-WS·Y·2019-037');
    expect(segments).toMatchObject({ retention: 'Y', year: '2019' });
    expect(format(grammar, segments)).toBe('Z008-WS·2019·Y-037');
  });

  test('every preset can be kept, and is what the wire takes', () => {
    for (const { key, grammar } of presets) {
      expect(refuseGrammar(grammar), key).toBeNull();
      expect(grammarShape.parse(JSON.parse(JSON.stringify(grammar))), key).toEqual(grammar);
    }
    expect(new Set(presets.map(({ key }) => key)).size).toBe(presets.length);
  });

  test('full width, other dots and other dashes are the same code', () => {
    expect(normalise(' Ｚ００８－ＷＳ•２０１９‧Ｙ—０３７ ')).toBe('Z008-WS·2019·Y-037');
    for (const dot of '•‧・⋅∙･') expect(normalise(`WS${dot}2019`)).toBe('WS·2019');
    for (const dash of '‐‑‒–—―−﹣－') expect(normalise(`1${dash}2`)).toBe('1-2');
  });
});

describe('what is no code', () => {
  const item = grammarOf('dat13-2022-item');
  test.each([
    ['', 'archival-code-empty', undefined],
    ['Z008-QQ·2019·Y-037', 'archival-code-table', 6],
    ['Z008-WS·2019·Y-37', 'archival-code-width', 16],
    ['Z008-WS·2019·Y', 'archival-code-lacks', 15],
    ['Z008-WS·2019·Y-037-1', 'archival-code-surplus', 19],
    ['Z008-WS·2019·Y-03a', 'archival-code-letter', 18],
    ['z008-WS·2019·Y-037', 'archival-code-letter', 1],
    ['Z008·WS·2019·Y-037', 'archival-code-separator', 5],
    ['Z008-WS·2019·Y-000', 'archival-code-value', 16],
    ['Z008-WS·2019·D0-037', 'archival-code-value', 14],
  ])('%s is refused: %s at %s', (code, reason, at) => {
    const refused = refusal(parse(item, code));
    expect(refused.code).toBe(reason);
    if (at !== undefined) expect(refused.at).toBe(at);
  });

  test('a code that can be read in two ways is refused, and a grammar that could read one so is', () => {
    const two: Grammar = {
      segments: [
        {
          name: 'class',
          form: { type: 'letters', set: 'alnum', min: 1, max: 4, except: [] },
          before: '',
          optional: false,
        },
        {
          name: 'list',
          form: { type: 'number', min: 1, max: 3, padded: true, zero: false },
          before: '-',
          optional: true,
        },
        {
          name: 'project',
          form: { type: 'number', min: 1, max: 3, padded: true, zero: false },
          before: '-',
          optional: true,
        },
        {
          name: 'volume',
          form: { type: 'number', min: 1, max: 3, padded: true, zero: false },
          before: '-',
          optional: false,
        },
      ],
      orders: [],
    };
    expect(refusal(parse(two, 'KJ-1-2')).code).toBe('archival-code-ambiguous');
    expect(refuseGrammar(two)?.code).toBe('grammar-overlap');
  });

  test('a grammar is refused at the field that is wrong', () => {
    const good = grammarOf('zz-accounting');
    const [first, second, third, fourth] = good.segments;
    if (!first || !second || !third || !fourth) throw new Error('four segments');
    const of = (segments: Grammar['segments'], orders: Grammar['orders'] = []) =>
      refuseGrammar({ segments, orders })?.code;
    expect(of([first, second, second, fourth])).toBe('grammar-twice');
    expect(of([first, { ...second, needs: 'volume' }, third, fourth])).toBe('grammar-needs');
    expect(of([first, second, third])).toBe('grammar-number');
    expect(of(good.segments, [['fonds', 'year', 'list', 'item']])).toBe('grammar-order');
    const wide: Form = { type: 'letters', set: 'alnum', min: 1, max: 4, except: [] };
    expect(of([first, second, { ...third, form: wide }, fourth])).toBe('grammar-run-together');
    expect(of([first, second, { ...third, form: { ...wide, min: 4, max: 1 } }, fourth])).toBe('grammar-width');
    const table: Form = {
      type: 'table',
      codes: [
        { code: 'A', name: '甲' },
        { code: 'A', name: '乙' },
      ],
    };
    expect(of([first, second, { ...third, form: table }, fourth])).toBe('grammar-table');
  });
});

/** Texts of a form. */
function textOf(form: Form): fc.Arbitrary<string> {
  const [min, max] = widthOf(form);
  const sets = { digit: '0123456789', upper: 'ABCXYZ', alnum: 'ABCXYZ0189', alnumHan: 'ABZ09办公室人事' };
  switch (form.type) {
    case 'number':
      return fc.integer({ min: 1, max: 10 ** max - 1 }).map((n) => String(n).padStart(min, '0'));
    case 'letters':
      return fc
        .array(fc.constantFrom(...sets[form.set]), { minLength: min, maxLength: max })
        .map((all) => all.join(''))
        .filter((text) => !form.except.length || !/^(\d{4}|Y|D\d+)$/.test(text));
    case 'table':
      return fc.constantFrom(...form.codes.map(({ code }) => code));
    case 'year':
      return fc.integer({ min: 1800, max: 2099 }).map(String);
    case 'retention':
      return fc.oneof(
        fc.constant('Y'),
        fc.integer({ min: 1, max: 100 }).map((years) => `D${years}`),
      );
    case 'fonds':
      return fc
        .tuple(fc.constantFrom('A', 'Z', '0', '9'), fc.integer({ min: 0, max: 999 }))
        .map(([head, rest]) => `${head}${String(rest).padStart(3, '0')}`);
    case 'list':
      return fc.tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('', 'A', 'B')).map(([n, end]) => `${n}${end}`);
  }
}

/** Codes of a grammar: what may be left out sometimes is. */
const codesOf = (grammar: Grammar): fc.Arbitrary<Segments> =>
  fc
    .tuple(
      ...grammar.segments.map(({ form, optional }) =>
        optional ? fc.option(textOf(form), { nil: undefined }) : textOf(form),
      ),
    )
    .map((texts) => {
      const segments: Partial<Record<string, string>> = {};
      grammar.segments.forEach(({ name, needs }, index) => {
        const text = texts[index];
        if (text !== undefined && (needs === undefined || segments[needs] !== undefined)) segments[name] = text;
      });
      return segments;
    });

const written = (grammar: Grammar, segments: Segments): string => {
  const text = format(grammar, segments);
  if (typeof text !== 'string') throw new Error(JSON.stringify([segments, text]));
  return text;
};

describe.each(presets.map(({ key, grammar }) => [key, grammar] as const))('codes of %s', (_, grammar) => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(codesOf(grammar), (segments) => {
        expect(parse(grammar, written(grammar, segments))).toEqual(segments);
      }),
      { numRuns: 200 },
    );
  });

  test('sort by their key as by their segments, and lie in the ranges that hold them', () => {
    fc.assert(
      fc.property(codesOf(grammar), codesOf(grammar), (a, b) => {
        const order = Math.sign(compareCodes(grammar, a, b));
        expect(order + Math.sign(compareCodes(grammar, b, a))).toBe(0);
        expect(order).toBe(
          Math.sign(Buffer.compare(Buffer.from(sortKey(grammar, a)), Buffer.from(sortKey(grammar, b)))),
        );
        expect(order === 0).toBe(written(grammar, a) === written(grammar, b));
        const [from, to] = order <= 0 ? [a, b] : [b, a];
        const bounds = boundsOf(grammar, { from: written(grammar, from), to: written(grammar, to) });
        if (isRefusal(bounds)) throw new Error(JSON.stringify(bounds));
        expect(within(bounds, sortKey(grammar, a)) && within(bounds, sortKey(grammar, b))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('are followed by the next number, and by nothing between', () => {
    fc.assert(
      fc.property(codesOf(grammar), (segments) => {
        const following = next(grammar, segments);
        if (isRefusal(following)) {
          expect(following.code).toBe('archival-code-full');
          return;
        }
        expect(compareKeys(sortKey(grammar, segments), sortKey(grammar, read(grammar, following)))).toBeLessThan(0);
        const last = (text: string): number => Number(/\d+$/.exec(text)?.[0].slice(-4));
        expect(
          last(following) - last(written(grammar, segments)) - 1 === 0 || written(grammar, segments).endsWith('9'),
        ).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('ranges (2.2-1)', () => {
  const volume = grammarOf('dat13-2022-volume');
  const bounds = (from: string, to: string, grammar = volume) => {
    const found = boundsOf(grammar, { from, to });
    if (isRefusal(found)) throw new Error(JSON.stringify(found));
    return found;
  };
  const holds = (from: string, to: string, code: string): boolean =>
    within(bounds(from, to), sortKey(volume, read(volume, code)));

  test('hold what lies below their last code, and may be cut off behind any segment', () => {
    expect(holds('A002-RS-001', 'A002-RS-010', 'A002-RS-010-003')).toBe(true);
    expect(holds('A002-RS-001', 'A002-RS-010', 'A002-RS-011')).toBe(false);
    expect(holds('A002-RS-002', 'A002-RS-010', 'A002-RS-001-099')).toBe(false);
    expect(holds('A002', 'A002', 'A002-KJ·JJ·02-005')).toBe(true);
    expect(holds('A002-KJ', 'A002-KJ', 'A002-RS-001')).toBe(false);
    expect(holds('A002-KJ', 'A003', 'A003-RS-001')).toBe(true);
  });

  test('never end before they begin; two that share a code overlap', () => {
    expect(refusal(boundsOf(volume, { from: 'A002-RS-010', to: 'A002-RS-001' })).code).toBe('code-range-order');
    expect(boundsOf(volume, { from: 'A002-XX', to: 'A003' })).toMatchObject({ field: 'input.range.from' });
    expect(overlapping(bounds('A002', 'A002'), bounds('A002-RS-001', 'A002-RS-003'))).toBe(true);
    expect(overlapping(bounds('A002-RS-001', 'A002-RS-003'), bounds('A002-RS-004', 'A002-RS-009'))).toBe(false);
  });

  test('numbers end where their digits do', () => {
    const accounting = grammarOf('zz-accounting');
    expect(fixedWidthOf({ type: 'fonds' })).toBe(4);
    expect(refusal(next(accounting, read(accounting, '000120170019999'))).code).toBe('archival-code-full');
    expect(next(volume, read(volume, 'A002-RS-999'))).toBe('A002-RS-1000');
  });
});
