import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import { html, type Html, svgDrawing } from '#/base/forms/html.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { slipStepNames, slipSteps } from '../rules/work.ts';

export interface RoutingSlip {
  number: string;
  code: string;
  title: string | null;
  pages: number | null;
  /** QR drawing of its number. */
  qrSvg: string;
}

export interface RoutingSlipsData {
  archiveName: string;
  batchNumber: string;
  batchName: string;
  projectName: string;
  slips: RoutingSlip[];
}

/** Room to write by hand: three lines, of which the middle one is printed. */
const tall = (name: string): string => `\u00a0\n${name}\n\u00a0`;

/** A sheet for each original: it lies in it and goes where it goes. */
const sheets = (data: RoutingSlipsData, slip: RoutingSlip): Html[] =>
  tablePages({
    columns: [
      { title: '工序', width: 24, align: 'mid' },
      { title: '设备编号', width: 26 },
      { title: '数量（件/页）', width: 28 },
      { title: '经手人', width: 24 },
      { title: '领取时间', width: 28 },
      { title: '完成时间', width: 28 },
      { title: '备注', width: 24 },
    ],
    rows: [...slipSteps.map((step) => slipStepNames[step].zh), '装订复核', '还库签收'].map((name) => [
      tall(name),
      ...Array.from({ length: 6 }, () => ''),
    ]),
    before: {
      height: 62,
      content: html`${facts([
          ['档号', slip.code, 'wide'],
          ['题名', slip.title ?? '—', 'wide'],
          ['流程单号', slip.number],
          ['目录页数', String(slip.pages ?? '—')],
          ['批次', `${data.batchNumber} ${data.batchName}`],
          ['项目', data.projectName, 'wide'],
        ])}
        <div class="slip-code">${svgDrawing(slip.qrSvg)}</div>`,
    },
  });

/** 档案流程单 (6.4-1, 6.4-2) of a batch. */
export const routingSlipsForm = {
  form: 'custody.routing-slips',
  version: 1,
  render: (data: RoutingSlipsData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.routing-slips',
      title: '档案流程单',
      subtitle: `${data.archiveName}　批次 ${data.batchNumber}`,
      body: data.slips.flatMap((slip) => sheets(data, slip)),
      signatures: [],
    }),
};
