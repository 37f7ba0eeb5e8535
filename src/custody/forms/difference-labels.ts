import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { conditionText, type PrecheckData, type PrecheckLine } from './precheck.ts';

/** What lies on the original: each finding on a line of its own. */
export const labelText = (line: PrecheckLine): string =>
  [
    line.missing === null ? null : `缺失：${line.missing}`,
    line.disorder === null ? null : `顺序：${line.disorder}`,
    line.difference === null ? null : `与目录不符：${line.difference}`,
    ...line.conditions.map((one) => `破损：${conditionText(one)}`),
  ]
    .filter((one) => one !== null)
    .join('\n');

/** 差异标签 (6.1-7): cut apart along the lines, one is laid on each original that differs. */
export const differenceLabelsForm = {
  form: 'custody.difference-labels',
  version: 1,
  render: (data: PrecheckData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.difference-labels',
      title: '差异标签',
      subtitle: `${data.archiveName}　批次 ${data.batchNumber}　沿横线裁开，随卷放置`,
      body: tablePages({
        columns: [
          { title: '档号', width: 52 },
          { title: '差异和破损', width: 92 },
          { title: '检查人', width: 38, align: 'mid' },
        ],
        rows: data.lines.map((line) => [line.code, labelText(line), line.examined?.by ?? '—']),
        empty: '本批没有差异，也没有破损。',
      }),
      signatures: [],
    }),
};
