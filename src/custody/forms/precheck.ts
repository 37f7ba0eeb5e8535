import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { type Damage, type Extent, extentNames, type Handling, handlingNames } from '../rules/examination.ts';
import { conditionNames } from '../rules/handover.ts';
import { type Secrecy, secrecyNames } from '../rules/original.ts';

interface Act {
  by: string;
  /** Instant. */
  at: string;
}

export interface PrecheckLine {
  code: string;
  title: string | null;
  /** Pages according to the catalogue, and as counted. */
  catalogued: number | null;
  pages: number | null;
  leaves: number | null;
  missing: string | null;
  disorder: string | null;
  difference: string | null;
  secrecy: Secrecy;
  conditions: {
    number: string;
    place: string;
    kind: Damage;
    extent: Extent;
    handling: Handling;
    /** Who reported it, and on which business day. */
    by: string;
    on: string;
  }[];
  examined: Act | null;
  decided: Act | null;
}

export interface PrecheckData {
  archiveName: string;
  timeZone: string;
  batchNumber: string;
  batchName: string;
  projectName: string;
  lines: PrecheckLine[];
}

export const conditionText = (one: PrecheckLine['conditions'][number]): string =>
  `${conditionNames[one.kind].zh}（${extentNames[one.extent].zh}，${one.place}；${handlingNames[one.handling].zh}；登记号 ${one.number}，${one.by} ${one.on}）`;

const found = (line: PrecheckLine, what: string | null, fine: string): string =>
  line.examined === null ? '未核对' : (what ?? fine);

const pagesText = ({ catalogued, pages, leaves }: PrecheckLine): string =>
  [catalogued ?? '—', pages ?? '—', leaves ?? '—'].join(' / ');

/** 入批前检查登记表 (6.1): what the archive found before a batch goes out. */
export const precheckForm = {
  form: 'custody.precheck',
  version: 1,
  render: (data: PrecheckData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.precheck',
      title: '入批前检查登记表',
      subtitle: `${data.archiveName}　批次 ${data.batchNumber}`,
      orientation: 'landscape',
      body: tablePages({
        orientation: 'landscape',
        columns: [
          { title: '序号', width: 11, align: 'num' },
          { title: '档号', width: 42 },
          { title: '目录页数/实数/张数', width: 26, align: 'mid' },
          { title: '涉密检查', width: 24, align: 'mid' },
          { title: '完整性', width: 32 },
          { title: '有序性', width: 32 },
          { title: '与目录', width: 34 },
          { title: '破损', width: 38 },
          { title: '检查人、时间', width: 30 },
        ],
        rows: data.lines.map((line, index) => [
          index + 1,
          line.code,
          pagesText(line),
          secrecyNames[line.secrecy].zh,
          found(line, line.missing, '完整'),
          found(line, line.disorder, '有序'),
          found(line, line.difference, '相符'),
          line.conditions.map(conditionText).join('\n'),
          line.examined === null ? '' : `${line.examined.by} ${siteTime(line.examined.at, data.timeZone)}`,
        ]),
        before: {
          height: 20,
          content: facts([
            ['项目', data.projectName],
            ['批次', `${data.batchNumber} ${data.batchName}`],
            ['未核对', `${data.lines.filter(({ examined }) => examined === null).length} 卷（件）`],
            ['数量', `${data.lines.length} 卷（件）`],
          ]),
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '档案部门检查人' }, { role: '档案部门负责人' }],
    }),
};
