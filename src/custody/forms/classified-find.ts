import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { type Outcome, outcomeNames } from '../rules/work.ts';

export interface ClassifiedFindData {
  archiveName: string;
  timeZone: string;
  number: string;
  code: string;
  batch: string | null;
  page: string;
  mark: string;
  foundBy: string;
  /** Instants. */
  foundAt: string;
  outcome: Outcome | null;
  basis: string | null;
  settledBy: string | null;
  agreedBy: string | null;
  settledAt: string | null;
}

/** 涉密标识发现及移交记录 (6.5-2, 6.5-3): where and which, nothing of the content; signed by both sides. */
export const classifiedFindForm = {
  form: 'custody.classified-find',
  version: 1,
  render: (data: ClassifiedFindData, mark: Mark): Html => {
    const at = (when: string | null): string => (when === null ? '—' : siteTime(when, data.timeZone));
    return formFrame({
      ...mark,
      form: 'custody.classified-find',
      title: '涉密标识发现及移交记录',
      subtitle: `${data.archiveName}　登记号 ${data.number}`,
      body: [
        facts([
          ['档号', data.code, 'wide'],
          ['批次', data.batch ?? '—'],
          ['所在页', data.page],
          ['标识文字', data.mark, 'wide'],
          ['发现人', data.foundBy],
          ['发现并停工时间', at(data.foundAt)],
          ['处理', data.outcome === null ? '停工中，尚未处理' : outcomeNames[data.outcome].zh],
          ['处理时间', at(data.settledAt)],
          ['依据或移交情况', data.basis ?? '—', 'wide'],
          ['移交人', data.settledBy ?? '—'],
          ['接收人', data.agreedBy ?? '—'],
        ]),
      ],
      signatures: [
        { role: '移交人（服务机构）', ...(data.settledBy !== null && { name: data.settledBy }) },
        { role: '接收人（档案部门）', ...(data.agreedBy !== null && { name: data.agreedBy }) },
      ],
    });
  },
};
