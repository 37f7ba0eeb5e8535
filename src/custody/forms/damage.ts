import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { tablePages } from '#/base/forms/table-pages.ts';
import {
  type DamageKind,
  damageKindNames,
  type IncidentState,
  incidentStateNames,
  type Liable,
  liableNames,
  type Remedy,
  remedyNames,
} from '../rules/damage.ts';

interface Named {
  name: string;
}

export interface DamageFormData {
  archiveName: string;
  timeZone: string;
  number: string;
  code: string;
  title: string | null;
  batch: string | null;
  kind: DamageKind;
  place: string;
  description: string;
  cause: string;
  reportedBy: Named;
  at: string;
  state: IncidentState;
  liable: Liable | null;
  basis: string | null;
  penalty: string | null;
  remedy: Remedy | null;
  judgedBy: Named | null;
  agreedBy: Named | null;
  judgedAt: string | null;
  repairer: string | null;
  method: string | null;
  sentAt: string | null;
  result: string | null;
  acceptedBy: Named | null;
  acceptedWith: Named | null;
  acceptedAt: string | null;
  found: string | null;
  foundAt: string | null;
  photosBefore: number;
  photosAfter: number;
}

const joined = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter((one) => one !== null && one !== undefined && one !== '').join('；');

function rowsOf(data: DamageFormData): string[][] {
  const at = (when: string | null): string => (when === null ? '' : siteTime(when, data.timeZone));
  return [
    [
      '登记',
      at(data.at),
      data.reportedBy.name,
      joined(data.place, data.description, data.cause && `原因：${data.cause}`, `照片 ${data.photosBefore} 张`),
    ],
    [
      '定责',
      at(data.judgedAt),
      joined(data.judgedBy?.name, data.agreedBy?.name),
      data.liable === null
        ? '尚未定责'
        : joined(
            `责任：${liableNames[data.liable].zh}`,
            `依据：${data.basis ?? ''}`,
            data.penalty === '' ? '不处罚' : `处罚：${data.penalty ?? ''}`,
            data.remedy && remedyNames[data.remedy].zh,
          ),
    ],
    ['修复', at(data.sentAt), data.repairer ?? '', data.method ?? (data.remedy === 'none' ? '不需修复' : '尚未送修复')],
    [
      '验收',
      at(data.acceptedAt),
      joined(data.acceptedBy?.name, data.acceptedWith?.name),
      data.result === null ? '' : joined(data.result, `照片 ${data.photosAfter} 张`),
    ],
    ...(data.kind === 'missing' ? [['找到', at(data.foundAt), '', data.found ?? '尚未找到']] : []),
  ];
}

/** 档案损毁登记表 (6.3-2 to 6.3-4): what happened, who is liable, how it was repaired. */
export const damageForm = {
  form: 'custody.damage',
  version: 1,
  render: (data: DamageFormData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'custody.damage',
      title: '档案损毁登记表',
      subtitle: `${data.archiveName}　登记号 ${data.number}`,
      body: tablePages({
        columns: [
          { title: '事项', width: 20, align: 'mid' },
          { title: '时间', width: 34, align: 'mid' },
          { title: '办理人', width: 34, align: 'mid' },
          { title: '内容', width: 94 },
        ],
        rows: rowsOf(data),
        before: {
          height: 32,
          content: facts([
            ['档号', data.code, 'wide'],
            ['题名', data.title ?? '—', 'wide'],
            ['类别', damageKindNames[data.kind].zh],
            ['状态', incidentStateNames[data.state].zh],
            ['批次', data.batch ?? '—'],
          ]),
        },
        signatureHeight: 33,
      }),
      signatures: [{ role: '登记人' }, { role: '档案部门' }, { role: '服务机构' }],
    }),
};
