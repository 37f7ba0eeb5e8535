import { describe, expect, test } from 'vitest';
import { formatBytes } from './BytesText.tsx';
import { fieldName, isChanged, nearestField } from './field-errors.ts';
import { defaultColumns, moveColumn, readColumns, shownColumns, toggleColumn } from './table/columns.ts';
import { filtersToInput, filtersToKeep, readSavedFilters, type FilterField } from './table/filters.ts';
import { rowAfterKey } from './table/row-keys.ts';

describe('column settings', () => {
  const columns = [{ key: 'a', always: true }, { key: 'b' }, { key: 'c', hidden: true }];
  const keys = (state: ReturnType<typeof defaultColumns>): string[] => shownColumns(columns, state).map((c) => c.key);

  test('hide, show and move; a column that is always there cannot be hidden', () => {
    const first = defaultColumns(columns);
    expect(keys(first)).toEqual(['a', 'b']);
    expect(keys(toggleColumn(first, 'c'))).toEqual(['a', 'b', 'c']);
    expect(keys(toggleColumn(first, 'a'))).toEqual(['a', 'b']);
    expect(keys(moveColumn(first, 'b', -1))).toEqual(['b', 'a']);
    expect(moveColumn(first, 'a', -1)).toBe(first);
  });

  test('what an older version saved is mended: new columns appear, lost ones are forgotten', () => {
    const saved = { order: ['gone', 'b', 'a'], hidden: ['gone', 'b'] };
    expect(readColumns(columns, saved)).toEqual({ order: ['b', 'a', 'c'], hidden: ['b', 'c'] });
    for (const junk of [null, 'x', {}, { order: [1], hidden: [] }]) {
      expect(readColumns(columns, junk)).toEqual(defaultColumns(columns));
    }
  });
});

describe('query form', () => {
  const fields: FilterField[] = [
    { kind: 'text', name: 'title', label: '' },
    { kind: 'choice', name: 'state', label: '', options: [] },
    { kind: 'days', name: 'span', label: '', from: 'from', to: 'to', as: 'instant' },
  ];

  test('empty fields are left out, text is trimmed, false is a value', () => {
    const input = filtersToInput(fields, { title: ' 封条 ', state: false, span: [null, null] }, 'Asia/Shanghai');
    expect(input).toEqual({ title: '封条', state: false });
  });

  test('a span of days includes both days of the site', () => {
    expect(filtersToInput(fields, { span: ['2026-03-02', '2026-03-02'] }, 'Asia/Shanghai')).toEqual({
      from: '2026-03-01T16:00:00Z',
      to: '2026-03-02T16:00:00Z',
    });
    const asDay = fields.map((field) => (field.kind === 'days' ? { ...field, as: 'day' as const } : field));
    expect(filtersToInput(asDay, { span: [null, '2026-03-02'] }, 'Asia/Shanghai')).toEqual({ to: '2026-03-02' });
  });

  test('4.4 typed text is never kept on a shared terminal', () => {
    expect(filtersToKeep(fields, { title: '张三的档案', state: 'open', span: ['2026-03-02', null] })).toEqual({
      state: 'open',
      span: ['2026-03-02', null],
    });
    expect(readSavedFilters([{ name: 'a', values: {} }, { name: 1 }, null])).toEqual([{ name: 'a', values: {} }]);
    expect(readSavedFilters('junk')).toEqual([]);
  });
});

describe('field errors', () => {
  test('a dotted path becomes a field name', () => {
    expect(fieldName('input.persons.2.idNumber')).toEqual(['persons', 2, 'idNumber']);
  });

  test('an error goes to its field or the closest above it, and to none when there is none', () => {
    const fields = [['owner'], ['persons', 2], ['persons', 2, 'idNumber'], ['late', 'reason']];
    expect(nearestField(fields, 'input.persons.2.idNumber')).toEqual(['persons', 2, 'idNumber']);
    expect(nearestField(fields, 'input.persons.2.name')).toEqual(['persons', 2]);
    expect(nearestField(fields, 'late.reason')).toEqual(['late', 'reason']);
    expect(nearestField(fields, 'input.ownerless')).toBeUndefined();
  });

  test('what is changed is the field and those around it, not its neighbours', () => {
    const changed = { items: [undefined, { remark: 'x' }] };
    expect([['items'], ['items', 1], ['items', 1, 'remark']].map((name) => isChanged(changed, name))).toEqual([
      true,
      true,
      true,
    ]);
    expect([['other'], ['items', 0, 'remark'], ['items', 1, 'owner']].some((name) => isChanged(changed, name))).toBe(
      false,
    );
  });
});

test('keys move over rows and stop at the ends', () => {
  expect([rowAfterKey('ArrowDown', 0, 3), rowAfterKey('ArrowDown', 2, 3), rowAfterKey('ArrowUp', 0, 3)]).toEqual([
    1, 2, 0,
  ]);
  expect([rowAfterKey('Home', 2, 3), rowAfterKey('End', 0, 3), rowAfterKey('x', 0, 3)]).toEqual([0, 2, null]);
});

test('bytes are shown in the unit a person reads', () => {
  expect(['0', '1023', '1536', '10485760', '9007199254740993'].map(formatBytes)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KiB',
    '10 MiB',
    '8192 TiB',
  ]);
});
