import bwipjs from 'bwip-js/node';
import { describe, expect, test } from 'vitest';
import { facts, formFrame, qrText, type FormFrame } from './form-frame.ts';
import { escapeText, html, Html, join, photograph, svgDrawing } from './html.ts';
import { cutRows, factsBlock, splitRow, tablePages } from './table-pages.ts';

const mark = {
  form: 'custody.handover',
  version: 1,
  id: '0197f3a2-5b1c-7000-8000-0123456789ab',
  hash: '00ff12ab34cd56ef',
};
const qrSvg = bwipjs.toSVG({ bcid: 'qrcode', text: qrText(mark) });
const frame = (over: Partial<FormFrame> = {}): FormFrame => ({
  ...mark,
  qrSvg,
  title: '档案交接清单',
  body: html`<p>正文</p>`,
  signatures: [{ role: '移交方(档案部门)' }, { role: '接收方(数字化服务机构)', name: '王小明' }],
  ...over,
});
const count = (text: string, piece: string): number => text.split(piece).length - 1;

describe('html', () => {
  test('escapes every value, in text and in attributes', () => {
    const evil = `<script>alert("x")</script>&'`;
    const out = html`<td title="${evil}">${evil}</td>`.toString();
    expect(out).not.toContain('<script>');
    expect(out).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;');
  });

  test('lets only Html through as it is', () => {
    const inner = html`<b>${'<'}</b>`;
    expect(html`${inner}${[inner, inner]}`.toString()).toBe('<b>&lt;</b><b>&lt;</b><b>&lt;</b>');
    expect(html`${null}${undefined}${0}`.toString()).toBe('0');
    const forged = { toString: () => '<script>' } as unknown as string;
    expect(html`${[forged] as unknown as string}`.toString()).not.toContain('<script>');
    expect(html`${forged}`.toString()).not.toContain('<script>');
    expect(() => new Html(Symbol('html'), '<script>')).toThrow(TypeError);
  });

  test('refuses a value in a tag without quotes', () => {
    expect(() => html`<td class=${'a'}>`).toThrow(TypeError);
    expect(html`a = ${'b'}`.toString()).toBe('a = b');
  });

  test('refuses characters outside XML 1.0', () => {
    for (const bad of ['\u0000', '\u0008', '\u001F', '\uFFFE', '\uD800', '\uDC00x']) {
      expect(() => escapeText(`题名${bad}`)).toThrow(RangeError);
    }
    expect(escapeText('𠮷\t\n题名')).toBe('𠮷\t\n题名');
  });

  test('joins with a piece between', () => {
    expect(join([html`a`, html`b`], html`<br />`).toString()).toBe('a<br />b');
  });

  test('takes a barcode drawing and nothing that could run, load or restyle', () => {
    expect(svgDrawing(qrSvg).toString()).toContain('<svg');
    const bad = [
      '<svg><script>1</script></svg>',
      '<svg onload="x"></svg>',
      '<svg><image href="http://x"/></svg>',
      '<svg><a href="javascript:1"><path d="M0 0"/></a></svg>',
      '<svg><path style="x" d="M0 0"/></svg>',
      '<svg>text</svg>',
      '<svg><foreignObject></foreignObject></svg>',
      '<img>',
      '<svg></svg><script></script>',
      '<svg><path d="M0 0" fill="url(#x)"/></svg>',
    ];
    for (const svg of bad) expect(() => svgDrawing(svg), svg).toThrow(TypeError);
  });

  test('takes a photograph in base64, and nothing that would be loaded or run', () => {
    const out = photograph({ mediaType: 'image/png', base64: 'iVBORw0KGgo=' }, '李"扫描').toString();
    expect(out).toBe('<img src="data:image/png;base64,iVBORw0KGgo=" alt="李&quot;扫描" />');
    const bad = [
      { mediaType: 'image/svg+xml', base64: 'PHN2Zz4=' },
      { mediaType: 'text/html', base64: 'PHN2Zz4=' },
      { mediaType: 'image/png', base64: '" onerror="x' },
      { mediaType: 'image/png', base64: 'http://x/y.png' },
      { mediaType: 'image/png', base64: '' },
    ];
    for (const one of bad) expect(() => photograph(one, ''), one.base64).toThrow(TypeError);
  });
});

describe('frame', () => {
  test('prints title, version, hash and the mark', () => {
    const out = formFrame(frame()).toString();
    for (const piece of ['<h1>档案交接清单</h1>', '第 1 版', mark.hash, mark.id, 'A4 portrait', '<svg'])
      expect(out).toContain(piece);
    expect(formFrame(frame({ orientation: 'landscape' })).toString()).toContain('A4 landscape');
  });

  test('6.2 has a box for each side to sign, on the last sheet only', () => {
    const out = formFrame(frame({ body: [html`<p>一</p>`, html`<p>二</p>`] })).toString();
    expect(count(out, 'class="signature"')).toBe(2);
    expect(out.indexOf('class="signature"')).toBeGreaterThan(out.indexOf('<p>二</p>'));
    expect(out).toContain('移交方(档案部门)');
    expect(out).toContain('王小明');
  });

  test('every sheet says which one it is of how many, and carries hash and QR', () => {
    const out = formFrame(frame({ body: [html`a`, html`b`, html`c`] })).toString();
    for (const page of [1, 2, 3]) expect(out).toContain(`第 ${page} 页 / 共 3 页`);
    expect(count(out, '<svg')).toBe(3);
    expect(count(out, 'class="hash"')).toBe(3);
  });

  test('has no script, no style attribute, and one style element with the nonce mark', () => {
    const out = formFrame(
      frame({
        body: facts([
          ['项目', '<script>'],
          ['批次', null],
        ]),
      }),
    ).toString();
    expect(out).not.toMatch(/<script|\sstyle=/);
    expect(count(out, '<style nonce="__CSP_NONCE__">')).toBe(1);
    expect(out).toContain(`'Noto Sans SC Variable'`);
  });

  test('refuses a hash that is not sixteen hex digits', () => {
    expect(() => formFrame(frame({ hash: 'xyz' }))).toThrow(RangeError);
  });
});

describe('long tables', () => {
  const columns = [
    { title: '序号', width: 15 },
    { title: '档号', width: 60 },
    { title: '题名', width: 107 },
  ];
  const rows = (n: number): string[][] =>
    Array.from({ length: n }, (_, i) => [`${i + 1}`, `J380-${i + 1}`, '关于档案工作的通知']);

  test('a short table is one sheet, a long one has its header on every sheet and loses no row', () => {
    expect(tablePages({ columns, rows: rows(3) })).toHaveLength(1);
    const sheets = tablePages({ columns, rows: rows(100), signatureHeight: 33 }).map(String);
    expect(sheets.length).toBeGreaterThan(2);
    for (const sheet of sheets) expect(count(sheet, '<thead>')).toBe(1);
    expect(count(sheets.join(''), '<tr>') - sheets.length).toBe(100);
    expect(count(sheets.join(''), '接下页')).toBe(sheets.length - 1);
  });

  test('long titles take more room', () => {
    const long = rows(40).map((row) => [
      ...row.slice(0, 2),
      '关于进一步加强档案数字化外包安全管理工作的通知'.repeat(4),
    ]);
    expect(tablePages({ columns, rows: long }).length).toBeGreaterThan(tablePages({ columns, rows: rows(40) }).length);
  });

  test('signatures never stand alone on a sheet', () => {
    expect(cutRows([10, 10, 10, 10], { first: 40, rest: 40, last: 15 })).toEqual([0, 2]);
    expect(cutRows([10, 10], { first: 40, rest: 40, last: 15 })).toEqual([0]);
    expect(cutRows([10, 10, 10, 10, 10], { first: 30, rest: 40, last: 15 })).toEqual([0, 3]);
    expect(cutRows([], { first: 30, rest: 40, last: 15 })).toEqual([0]);
  });

  test('what stands above may take the first sheet for itself', () => {
    expect(cutRows([30, 10], { first: 20, rest: 40, last: 0 })).toEqual([0, 0]);
    expect(cutRows([99, 10], { first: 20, rest: 40, last: 0 })).toEqual([0, 1]);
    const before = { content: html`<p>上文</p>`, height: 230 };
    const sheets = tablePages({ columns: [{ title: '甲', width: 20 }], rows: [['一\n二\n三']], before });
    expect(sheets.map(String).map((sheet) => sheet.includes('<table>'))).toEqual([false, true]);
  });

  test('the height of facts grows by lines: three in one, a wide one alone, a long one in several', () => {
    const height = (pairs: Parameters<typeof factsBlock>[0]): number => factsBlock(pairs).height;
    const one = height([['甲', '一']]);
    expect(
      height([
        ['甲', '一'],
        ['乙', '二'],
        ['丙', '三'],
      ]),
    ).toBe(one);
    const two = height([
      ['甲', '一'],
      ['乙', '二'],
      ['丙', '三'],
      ['丁', '四'],
    ]);
    expect(two).toBeGreaterThan(one + 6);
    expect(
      height([
        ['甲', '一'],
        ['乙', '二', 'wide'],
      ]),
    ).toBe(two);
    expect(height([['甲', '字'.repeat(100), 'wide']])).toBeGreaterThan(two);
  });

  test('a row that is higher than a sheet is cut by its lines, and loses none', () => {
    const columns = [
      { title: '号', width: 20 },
      { title: '文', width: 60 },
    ];
    const text = Array.from({ length: 90 }, (_, at) => `第${at}行`).join('\n');
    const rows = splitRow(['甲', text], columns, 120);
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map(([first]) => first).filter((one) => one !== '')).toEqual(['甲']);
    expect(rows.map(([, rest]) => rest).join('\n')).toBe(text);
    expect(splitRow(['甲', '乙'], columns, 120)).toEqual([['甲', '乙']]);
  });

  test('one row that leaves no room for signatures under what stands above goes on with them', () => {
    expect(cutRows([30], { first: 60, rest: 220, last: 66 })).toEqual([0, 0]);
    expect(cutRows([30], { first: 120, rest: 220, last: 66 })).toEqual([0]);
  });

  test('a row taller than a sheet gets one to itself', () => {
    expect(cutRows([10, 99, 10], { first: 40, rest: 40, last: 0 })).toEqual([0, 1, 2]);
  });
});
