import { describe, expect, test } from 'vitest';
import { clearTexts } from './clear-texts.ts';

describe('texts about one thing in stored JSON', () => {
  const fields = new Set(['title', 'note']);
  const clear = (stored: unknown) => clearTexts(stored, { key: 'code', values: new Set(['A-1']), fields });

  test('are cleared below its object and nowhere else; numbers, null and other texts stay', () => {
    const line = (code: string, title: string | null) => ({
      code,
      title,
      pages: 3,
      archive: { note: '霉', state: 'ok' },
    });
    expect(clear({ title: '清单', lines: [line('A-1', '机密事项'), line('A-10', '别的'), line('A-1', null)] })).toEqual(
      {
        title: '清单',
        lines: [
          { code: 'A-1', title: '—', pages: 3, archive: { note: '—', state: 'ok' } },
          line('A-10', '别的'),
          { code: 'A-1', title: null, pages: 3, archive: { note: '—', state: 'ok' } },
        ],
      },
    );
  });

  test('of a form about it alone go wherever they stand', () => {
    expect(clear({ code: 'A-1', title: '机密事项', photos: [{ note: '封面' }] })).toEqual({
      ...{ code: 'A-1', title: '—', photos: [{ note: '—' }] },
    });
    expect(clear(['A-1', null, 5])).toEqual(['A-1', null, 5]);
  });
});
