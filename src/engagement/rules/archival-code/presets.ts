/** Grammars to begin with: DA/T 13-2022, DA/T 22-2015, DA/T 13-1994, and forms of fixed width used around Zhengzhou. */
import type { Words } from '#/base/rules/declare.ts';
import type { Form, Grammar, Segment, SegmentName } from './grammar.ts';

/** Categories of archives (门类), DA/T 13-2022 appendix. */
const categories = [
  ['WS', '文书'],
  ['KJ', '科技'],
  ['RS', '人事'],
  ['KU', '会计'],
  ['ZY', '专业'],
  ['ZP', '照片'],
  ['LY', '录音'],
  ['LX', '录像'],
  ['SJ', '业务数据'],
  ['YJ', '公务电子邮件'],
  ['WY', '网页信息'],
  ['MT', '社交媒体'],
  ['SW', '实物'],
] as const;

const category: Form = { type: 'table', codes: categories.map(([code, name]) => ({ code, name })) };
const number = (min: number, max = min): Form => ({ type: 'number', min, max, padded: true, zero: false });
const letters = (min: number, max = min): Form => ({ type: 'letters', set: 'alnum', min, max, except: [] });
/** What is no year and no retention period, so that either may stand in its place. */
const subcategory: Form = { type: 'letters', set: 'alnum', min: 1, max: 6, except: ['year', 'retention'] };
const department: Form = { type: 'letters', set: 'alnumHan', min: 1, max: 20, except: ['year', 'retention'] };

type Extra = Partial<Pick<Segment, 'optional' | 'needs'>>;
const segment = (before: Segment['before'], name: SegmentName, form: Form, extra: Extra = {}): Segment => ({
  ...{ name, form, before, optional: false },
  ...extra,
});
const perhaps = { optional: true } as const;

const fonds = segment('', 'fonds', { type: 'fonds' });

/** Categories down to the fourth level; each beside the one above it. */
const levels = [
  segment('-', 'category', category),
  segment('·', 'subcategory2', subcategory, perhaps),
  segment('·', 'subcategory3', subcategory, { optional: true, needs: 'subcategory2' }),
  segment('·', 'subcategory4', subcategory, { optional: true, needs: 'subcategory3' }),
];

/** What a volume code of DA/T 13-2022 ends with is the archive's to say: an item, or a page. */
const byVolume2022 = (last: 'item' | 'page'): Grammar => ({
  segments: [
    fonds,
    ...levels,
    segment('·', 'year', { type: 'year' }, perhaps),
    segment('·', 'retention', { type: 'retention' }, perhaps),
    segment('·', 'department', department, { optional: true, needs: 'retention' }),
    segment('-', 'volume', number(3, 4)),
    segment('-', last, number(3, 4), perhaps),
  ],
  orders: [],
});

const byItem2022: Grammar = {
  segments: [
    fonds,
    ...levels,
    segment('·', 'year', { type: 'year' }),
    segment('·', 'retention', { type: 'retention' }),
    segment('·', 'department', department, perhaps),
    segment('-', 'item', number(3, 5)),
  ],
  // 5.3: the parts of the category may stand in another order.
  orders: [['fonds', ...levels.map(({ name }) => name), 'retention', 'year', 'department', 'item']],
};

/** Fonds, list, volume; item or page behind it. */
const byList = (last: 'item' | 'page'): Grammar => ({
  segments: [
    fonds,
    segment('-', 'list', { type: 'list' }),
    segment('-', 'volume', { type: 'number', min: 1, max: 4, padded: true, zero: false }),
    segment('-', last, { type: 'number', min: 1, max: 4, padded: true, zero: false }, perhaps),
  ],
  orders: [],
});

/** Segments of fixed width, one behind the other without separators. */
const runTogether = (...rest: readonly (readonly [SegmentName, Form, Extra?])[]): Grammar => ({
  segments: [fonds, ...rest.map(([name, form, extra]) => segment('', name, form, extra))],
  orders: [],
});

const zhengzhouVolumes = runTogether(
  ['year', { type: 'year' }],
  ['list', number(3)],
  ['volume', number(4)],
  ['page', number(4), perhaps],
);
const zhengzhouItems = runTogether(
  ['year', { type: 'year' }],
  ['retention', letters(3)],
  ['class', letters(4)],
  ['item', number(4)],
);

export interface Preset {
  key: string;
  name: Words;
  /** Standard, or whose custom it is. */
  source: string;
  grammar: Grammar;
}

export const presets: readonly Preset[] = [
  {
    key: 'dat22-2015',
    name: { zh: '归档文件（按件）', en: 'Filed documents, by item' },
    source: 'DA/T 22-2015',
    grammar: {
      segments: [
        fonds,
        segment('-', 'category', category),
        segment('·', 'subcategory2', subcategory, perhaps),
        segment('·', 'year', { type: 'year' }),
        segment('-', 'retention', { type: 'retention' }),
        segment('-', 'department', department, perhaps),
        segment('-', 'item', number(3, 5)),
      ],
      orders: [],
    },
  },
  {
    key: 'dat13-2022-item',
    name: { zh: '按件整理', en: 'By item' },
    source: 'DA/T 13-2022',
    grammar: byItem2022,
  },
  {
    key: 'dat13-2022-volume',
    name: { zh: '按卷整理（件号）', en: 'By volume, with items' },
    source: 'DA/T 13-2022',
    grammar: byVolume2022('item'),
  },
  {
    key: 'dat13-2022-volume-page',
    name: { zh: '按卷整理（页号）', en: 'By volume, with pages' },
    source: 'DA/T 13-2022',
    grammar: byVolume2022('page'),
  },
  {
    key: 'dat13-1994-list',
    name: { zh: '全宗号-目录号-案卷号-件号', en: 'Fonds, list, volume, item' },
    source: 'DA/T 13-1994',
    grammar: byList('item'),
  },
  {
    key: 'dat13-1994-list-page',
    name: { zh: '全宗号-目录号-案卷号-页号', en: 'Fonds, list, volume, page' },
    source: 'DA/T 13-1994',
    grammar: byList('page'),
  },
  {
    key: 'dat13-1994-category',
    name: { zh: '全宗号-类别号-案卷号-件号', en: 'Fonds, category, volume, item' },
    source: 'DA/T 13-1994',
    grammar: {
      segments: [
        fonds,
        segment('-', 'class', letters(1, 6)),
        segment('-', 'volume', { type: 'number', min: 1, max: 4, padded: true, zero: false }),
        segment('-', 'item', { type: 'number', min: 1, max: 4, padded: true, zero: false }, perhaps),
      ],
      orders: [],
    },
  },
  {
    key: 'dat13-1994-project',
    name: { zh: '类别号-项目号-案卷号-件号', en: 'Category, project, volume, item' },
    source: 'DA/T 13-1994',
    grammar: {
      segments: [
        segment('', 'class', letters(1, 6)),
        segment('-', 'project', letters(1, 8)),
        segment('-', 'volume', { type: 'number', min: 1, max: 4, padded: true, zero: false }),
        segment('-', 'item', { type: 'number', min: 1, max: 4, padded: true, zero: false }, perhaps),
      ],
      orders: [],
    },
  },
  {
    key: 'zz-document-volume',
    name: { zh: '文书（传统立卷，定长）', en: 'Documents in volumes, fixed width' },
    source: '郑州一带',
    grammar: zhengzhouVolumes,
  },
  {
    key: 'zz-document-item',
    name: { zh: '文书（简化整理，定长）', en: 'Documents by item, fixed width' },
    source: '郑州一带',
    grammar: zhengzhouItems,
  },
  {
    key: 'zz-accounting',
    name: { zh: '会计（定长）', en: 'Accounting, fixed width' },
    source: '郑州一带',
    grammar: runTogether(['year', { type: 'year' }], ['list', number(3)], ['volume', number(4)]),
  },
  {
    key: 'zz-construction',
    name: { zh: '基建（定长）', en: 'Construction, fixed width' },
    source: '郑州一带',
    grammar: runTogether(['list', number(3)], ['volume', number(4)], ['page', number(4), perhaps]),
  },
  {
    key: 'zz-audiovisual',
    name: { zh: '声像（定长）', en: 'Audiovisual, fixed width' },
    source: '郑州一带',
    grammar: runTogether(
      ['retention', letters(3)],
      ['class', letters(4)],
      ['volume', number(4)],
      ['item', number(4), perhaps],
    ),
  },
  {
    key: 'zz-marriage-volume',
    name: { zh: '婚姻登记（传统立卷，定长）', en: 'Marriage registers in volumes, fixed width' },
    source: '郑州一带',
    grammar: zhengzhouVolumes,
  },
  {
    key: 'zz-marriage-item',
    name: { zh: '婚姻登记（简化整理，定长）', en: 'Marriage registers by item, fixed width' },
    source: '郑州一带',
    grammar: zhengzhouItems,
  },
];
