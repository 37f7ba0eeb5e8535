import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import { type Condition, conditionNames, type Direction, directionNames } from '../rules/handover.ts';
import { type Secrecy, secrecyNames } from '../rules/original.ts';

export interface HandoverListData {
  archiveName: string;
  timeZone: string;
  number: string;
  projectName: string;
  batchNumber: string;
  batchName: string;
  direction: Direction;
  content: string;
  remark: string;
  givenBy: string;
  receivedBy: string;
  at: string;
  lines: {
    code: string;
    title: string | null;
    pages: number | null;
    secrecy: Secrecy;
    /** As each side saw it; the vendor's only where it differs. */
    archive: { condition: Condition; note: string };
    vendor: { condition: Condition; note: string };
  }[];
}

const conditionOf = ({ condition, note }: { condition: Condition; note: string }): string =>
  `${conditionNames[condition].zh}${note === '' ? '' : `（${note}）`}`;

function seen({ archive, vendor }: HandoverListData['lines'][number]): string {
  const [own, other] = [conditionOf(archive), conditionOf(vendor)];
  return own === other ? own : `档案部门：${own}；服务机构：${other}`;
}

interface Facts extends Pick<
  HandoverListData,
  'projectName' | 'batchNumber' | 'batchName' | 'content' | 'remark' | 'lines'
> {
  at: string;
  givenBy: string;
  receivedBy: string;
}

function body(data: Facts): Html[] {
  const pages = data.lines.reduce((sum, line) => sum + (line.pages ?? 0), 0);
  return tablePages({
    columns: [
      { title: '序号', width: 12, align: 'num' },
      { title: '档号', width: 46 },
      { title: '题名', width: 46 },
      { title: '页数', width: 14, align: 'num' },
      { title: '涉密检查', width: 22, align: 'mid' },
      { title: '状况', width: 42 },
    ],
    rows: data.lines.map((line, index) => [
      index + 1,
      line.code,
      line.title,
      line.pages,
      secrecyNames[line.secrecy].zh,
      seen(line),
    ]),
    before: {
      height: 44,
      content: facts([
        ['项目', data.projectName],
        ['批次', `${data.batchNumber} ${data.batchName}`],
        ['数量', `${data.lines.length} 卷（件），${pages} 页`],
        ['起止档号', `${data.lines[0]?.code ?? ''} – ${data.lines.at(-1)?.code ?? ''}`, 'wide'],
        ['交接时间', data.at],
        ['移出', data.givenBy],
        ['接收', data.receivedBy],
        ['内容', data.content, 'wide'],
        ['说明', data.remark || '—', 'wide'],
      ]),
    },
    signatureHeight: 33,
  });
}

const signatures = (direction: Direction, givenBy: string, receivedBy: string) => [
  { role: direction === 'out' ? '移出方（档案部门）' : '归还方（服务机构）', name: givenBy },
  { role: direction === 'out' ? '接收方（服务机构）' : '接收方（档案部门）', name: receivedBy },
  { role: '监理' },
];

/** 档案交接清单 (6.2-3, 6.2-4), two copies: content, amount, condition going out and coming back (6.3-1), time, persons. */
export const handoverListForm = {
  form: 'custody.handover-list',
  version: 1,
  render: (data: HandoverListData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.handover-list',
      title: `档案交接清单（${directionNames[data.direction].zh}）`,
      subtitle: `${data.archiveName}　编号 ${data.number}　一式两份，双方各执一份`,
      body: body({ ...data, at: siteTime(data.at, data.timeZone) }),
      signatures: signatures(data.direction, data.givenBy, data.receivedBy),
    }),
};

interface Named {
  id: string;
  name: string;
}

export interface HandoverDraftData extends Omit<HandoverListData, 'number' | 'givenBy' | 'receivedBy' | 'at'> {
  batchId: string;
  giver: Named;
  receiver: Named;
}

/**
 * 待签的档案交接清单 (6.2-3): signed and sealed by both sides on paper, then entered by its QR code. The
 * time is written by hand; the number is given when it is entered.
 */
export const handoverDraftForm = {
  form: 'custody.handover-draft',
  version: 1,
  render: (data: HandoverDraftData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.handover-draft',
      title: `档案交接清单（${directionNames[data.direction].zh}，待签）`,
      subtitle: `${data.archiveName}　一式两份，双方签字盖章后登记`,
      body: body({
        ...data,
        at: '　　年　月　日　时　分',
        givenBy: data.giver.name,
        receivedBy: data.receiver.name,
      }),
      signatures: signatures(data.direction, data.giver.name, data.receiver.name),
    }),
};
