/** What waits for somebody among originals, in words and in order: what is late first. */
import type { Words } from '#/base/rules/declare.ts';
import type { Role } from '#/base/rules/roles.ts';

export interface Due {
  id: string;
  title: Words;
  note: Words;
  at: Date | null;
  overdue: boolean;
  path: string;
}

export interface DueFacts {
  batches: readonly { id: string; number: string; name: string; state: 'requested' | 'approved'; at: Date }[];
  finds: readonly { id: string; number: string; code: string; at: Date; overdue: boolean }[];
  incidents: readonly {
    id: string;
    number: string;
    code: string;
    at: Date;
    state: 'reported' | 'judged' | 'repairing';
  }[];
  /** Former days that ended without a sweep, by project (6.6-1). */
  unswept: readonly { projectId: string; project: string; day: string }[];
  /** Left open by former sweeps (6.6-2). */
  findings: readonly { id: string; code: string; holder: string; day: string }[];
  /** Processed and still out (6.7-3). */
  processed: readonly { batchId: string; number: string; count: number; days: number }[];
  /** Files of catalogues that hold what is classified (6.1-5). */
  sources: readonly { projectId: string; attachmentId: string; fileName: string; classified: number }[];
  /** Working days after which what is processed is back on its shelf (6.7-3), as the alarm rule has it. */
  reshelvingDays: number;
}

const archive: readonly Role[] = ['archiveLead', 'archiveKeeper'];
const receivers: readonly Role[] = ['vendorManager', 'teamLeader'];

const pair = (zh: string, en: string): Words => ({ zh, en });

/** Each kind, whom it waits for, and how it is told. */
export function dueOf(facts: DueFacts, roles: readonly Role[]): Due[] {
  const is = (...some: readonly Role[]): boolean => roles.some((role) => some.includes(role));
  const items: Due[] = [
    ...facts.unswept
      .filter(() => is(...archive))
      .map((one) => ({
        id: `unswept/${one.projectId}/${one.day}`,
        title: pair('未清点的日子待说明', 'A day without a sweep to explain'),
        note: pair(`${one.day}　${one.project}`, `${one.day} ${one.project}`),
        ...{ at: null, overdue: true, path: '/lockup' },
      })),
    ...facts.finds
      .filter(() => is(...archive, ...receivers, 'vendorSecurityLead'))
      .map((one) => ({
        id: one.id,
        title: pair('涉密标识待处理', 'A classified mark to settle'),
        note: pair(`${one.number}　${one.code}`, `${one.number} ${one.code}`),
        ...{ at: one.at, overdue: one.overdue, path: '/halts' },
      })),
    ...facts.sources
      .filter(() => is(...archive))
      .map((one) => ({
        id: `source/${one.attachmentId}`,
        title: pair('目录源文件待清除', 'The file of a catalogue to purge'),
        note: pair(`${one.fileName}　含涉密 ${one.classified} 条`, `${one.fileName}: ${one.classified} classified`),
        ...{ at: null, overdue: true, path: `/originals?project=${one.projectId}&tab=imports` },
      })),
    ...facts.findings
      .filter(() => is(...archive))
      .map((one) => ({
        id: one.id,
        title: pair('未入柜待解除', 'Unexplained, to be lifted'),
        note: pair(`${one.code}　${one.holder}　${one.day}`, `${one.code} ${one.holder} ${one.day}`),
        ...{ at: null, overdue: true, path: '/lockup' },
      })),
    ...facts.batches
      .filter(({ state }) => (state === 'requested' ? is('archiveLead') : is(...archive, ...receivers)))
      .map((one) => ({
        id: one.id,
        title:
          one.state === 'requested' ? pair('调档待批准', 'A batch to approve') : pair('调档待清点', 'A batch to count'),
        note: pair(`${one.number}　${one.name}`, `${one.number} ${one.name}`),
        ...{ at: one.at, overdue: false, path: `/batches/${one.id}` },
      })),
    ...facts.incidents
      .filter(({ state }) => (state === 'reported' ? is('archiveLead') : is(...archive)))
      .map((one) => ({
        id: one.id,
        title: {
          reported: pair('损毁待定责', 'Damage to be judged'),
          judged: pair('损毁待修复', 'Damage to be repaired'),
          repairing: pair('修复待验收', 'A repair to be accepted'),
        }[one.state],
        note: pair(`${one.number}　${one.code}`, `${one.number} ${one.code}`),
        ...{ at: one.at, overdue: false, path: '/damage' },
      })),
    ...facts.processed
      .filter(({ days }) => days > 0 && is(...archive, ...receivers))
      .map((one) => ({
        id: `processed/${one.batchId}`,
        title: pair('加工完毕待归还', 'Processed, to be given back'),
        note: pair(
          `${one.number}　${one.count} 件　最长 ${one.days} 个工作日`,
          `${one.number}: ${one.count}, up to ${one.days} working days`,
        ),
        ...{ at: null, overdue: one.days > facts.reshelvingDays, path: `/batches/${one.batchId}` },
      })),
  ];
  return items.toSorted((a, b) => Number(b.overdue) - Number(a.overdue));
}
