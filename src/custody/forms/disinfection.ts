import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';

export interface DisinfectionData {
  archiveName: string;
  timeZone: string;
  number: string;
  projectName: string;
  method: string;
  place: string;
  doneBy: string;
  /** Instants. */
  startedAt: string;
  endedAt: string;
  remark: string;
  enteredBy: string;
  lines: { code: string; title: string | null }[];
}

/** 档案消毒杀虫记录 (6.7-4): method, time, who, and of what. */
export const disinfectionForm = {
  form: 'custody.disinfection',
  version: 1,
  render: (data: DisinfectionData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.disinfection',
      title: '档案消毒杀虫记录',
      subtitle: `${data.archiveName}　登记号 ${data.number}`,
      body: tablePages({
        columns: [
          { title: '序号', width: 16, align: 'num' },
          { title: '档号', width: 66 },
          { title: '题名', width: 100 },
        ],
        rows: data.lines.map(({ code, title }, index) => [index + 1, code, title]),
        before: {
          height: 40,
          content: facts([
            ['项目', data.projectName, 'wide'],
            ['方法和药剂', data.method, 'wide'],
            ['地点', data.place],
            ['操作人', data.doneBy],
            ['开始', siteTime(data.startedAt, data.timeZone)],
            ['结束', siteTime(data.endedAt, data.timeZone)],
            ['登记人', data.enteredBy],
            ['数量', `${data.lines.length} 卷（件）`],
            ['备注', data.remark || '—', 'wide'],
          ]),
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '操作人', name: data.doneBy }, { role: '档案部门' }],
    }),
};
