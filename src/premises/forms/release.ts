import { facts, formFrame, type Mark } from '#/base/forms/form-frame.ts';
import type { Html } from '#/base/forms/html.ts';

export interface ReleaseData {
  archiveName: string;
  number: string;
  bearer: string;
  items: string;
  reason: string;
  leavesOn: string;
  requestedBy: string;
  approvedBy: string;
}

/** 物品出场放行单 (4.6-4): carried with the goods, kept at the exit. */
export const releaseForm = {
  form: 'premises.release',
  version: 1,
  render: (data: ReleaseData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'premises.release',
      title: '物品出场放行单',
      subtitle: `${data.archiveName}　编号 ${data.number}`,
      body: facts([
        ['携带人', data.bearer],
        ['出场日期', data.leavesOn],
        ['申请人', data.requestedBy],
        ['批准人', data.approvedBy],
        ['物品', data.items, 'wide'],
        ['事由', data.reason, 'wide'],
      ]),
      signatures: [
        { role: '批准人（档案部门）', name: data.approvedBy },
        { role: '携带人', name: data.bearer },
        { role: '出场查验人' },
      ],
    }),
};
