import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { factsBlock, tablePages } from '#/base/forms/table-pages.ts';

export interface SamplingFormData {
  archiveName: string;
  timeZone: string;
  projectName: string;
  package: string;
  population: number;
  size: number;
  seed: string;
  /** Per mille. */
  limits: { samplePermille: number; sampleLeast: number; passCatalogue: number; passOther: number };
  catalogue: number;
  other: number;
  /** Of the units that were drawn. */
  looked: number;
  verdict: 'passed' | 'failed' | null;
  opinion: string | null;
  drawnBy: string;
  /** Instants. */
  drawnAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  units: {
    position: number;
    code: string;
    verdict: 'passed' | 'failed' | null;
    lookedBy: string | null;
    /** Defects, each on a line; empty where there are none. */
    note: string;
  }[];
}

const percent = (permille: number): string => `${(permille / 10).toFixed(1)}%`;
/** Of what is not decided no rate is told: the next unit may change it. */
const rate = (verdict: SamplingFormData['verdict'], reached: number, needed: number): string =>
  `${verdict === null ? '—' : percent(reached)}，须 ${percent(needed)}`;

const verdictNames = { passed: '合格', failed: '不合格' } as const;

/** 数字化成果抽检表 (5.6-6; DA/T 31-2017 §12): who drew it by which seed, unit by unit, and what followed. */
export const samplingForm = {
  form: 'acceptance.sampling',
  version: 1,
  render: (data: SamplingFormData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'acceptance.sampling',
      title: '数字化成果抽检表',
      subtitle: `${data.archiveName}　信息包 ${data.package}`,
      body: tablePages({
        columns: [
          { title: '序号', width: 14, align: 'num' },
          { title: '档号', width: 52 },
          { title: '判定', width: 18, align: 'mid' },
          { title: '缺陷', width: 74 },
          { title: '检查人', width: 24, align: 'mid' },
        ],
        rows: data.units.map((unit) => [
          unit.position,
          unit.code,
          unit.verdict === null ? '未查' : verdictNames[unit.verdict],
          unit.note,
          unit.lookedBy,
        ]),
        before: factsBlock([
          ['项目', data.projectName, 'wide'],
          ['批', `${data.population} 卷（件）`],
          ['抽中', `${data.size} 卷（件）`],
          ['抽样比例', `${percent(data.limits.samplePermille)}，至少 ${data.limits.sampleLeast}`],
          ['种子', data.seed, 'wide'],
          ['抽样', `${data.drawnBy}　${siteTime(data.drawnAt, data.timeZone)}`, 'wide'],
          ['已查', `${data.looked} / ${data.size}`],
          ['目录合格率', rate(data.verdict, data.catalogue, data.limits.passCatalogue)],
          ['其他合格率', rate(data.verdict, data.other, data.limits.passOther)],
          ['结论', data.verdict === null ? '未下结论' : verdictNames[data.verdict]],
          [
            '签署',
            data.decidedAt === null ? '—' : `${data.decidedBy ?? ''}　${siteTime(data.decidedAt, data.timeZone)}`,
            'wide',
          ],
          ['意见', data.opinion ?? '—', 'wide'],
        ]),
        signatureHeight: 33,
      }),
      signatures: [
        { role: '抽检人' },
        { role: '档案部门负责人', ...(data.decidedBy !== null && { name: data.decidedBy }) },
        { role: '服务机构' },
      ],
    }),
};
