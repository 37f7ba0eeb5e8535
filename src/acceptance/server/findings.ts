/** What the registers say of the items of a security acceptance (7.1-3 to 7.1-5, 7.5-1, 2.8-2), at this moment. */
import type { Words } from '#/base/rules/declare.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { businessDay } from '#/base/rules/business-day.ts';
import { findProject, type InHand, membersOf } from '#/engagement/server/door.ts';
import { playbackStanding } from '#/premises/server/door.ts';
import { issuesOpen } from '#/protection/server/door.ts';
import type { Finding, SecurityCode } from '../rules/security.ts';
import { custodyFigures, newestLogCopy } from './store/security.ts';

export interface FindingDeps {
  /** What persons of a project have in hand, as all rooms know it. */
  inHand: InHand;
}

export type Findings = Partial<Record<SecurityCode, Finding>>;

const fact = (zh: string, en: string, value: number | string) => ({ label: { zh, en }, value: String(value) });
const against = (bad: boolean, zh: string, en: string): Words | null => (bad ? { zh, en } : null);

export async function findingsOf(db: Db | Tx, projectId: string, deps: FindingDeps): Promise<Findings> {
  return {
    playback: await playback(db),
    custody: await custody(db, projectId),
    staff: await staff(db, projectId, deps),
    log: await log(db),
    issues: await issues(db),
  };
}

async function playback(db: Db | Tx): Promise<Finding> {
  const { checks, unseen, overdue } = await playbackStanding(db, await today(db));
  return {
    facts: [
      fact('回放检查', 'Playback checks', checks),
      fact('待检时段', 'Ranges that wait', unseen),
      fact('逾期', 'Overdue', overdue),
    ],
    against: against(overdue > 0, `${overdue} 个抽中时段逾期未回放`, `${overdue} drawn ranges are overdue`),
  };
}

async function custody(db: Db | Tx, projectId: string): Promise<Finding> {
  const { out, back, halted, lost, open } = await custodyFigures(db, projectId);
  const missing = out - back;
  return {
    facts: [
      fact('出库', 'Out', out),
      fact('入库（含涉密移交）', 'Back (surrendered included)', back),
      fact('停工未决', 'Halted', halted),
      fact('下落不明', 'Missing', lost),
      fact('未结批次', 'Open batches', open),
    ],
    against:
      against(missing > 0, `${missing} 件出库未入库`, `${missing} originals are not back`) ??
      against(open > 0, `${open} 个批次未结`, `${open} batches are open`),
  };
}

async function staff(db: Db | Tx, projectId: string, { inHand }: FindingDeps): Promise<Finding> {
  const project = await findProject(db, projectId);
  const members = project ? await membersOf(db, project) : [];
  const vendors = new Set(members.filter(({ party_kind: kind }) => kind === 'vendor').map((one) => one.person_id));
  const held = await inHand(db, { projectId });
  const count = held.reduce((sum, one) => sum + one.count, 0);
  return {
    facts: [fact('在岗服务方人员', 'Vendor’s people in post', vendors.size), fact('在手未清', 'Things in hand', count)],
    against: against(count > 0, `${count} 件在人员手中未交还`, `${count} things are still in somebody’s hand`),
  };
}

async function log(db: Db | Tx): Promise<Finding> {
  const copy = await newestLogCopy(db);
  if (!copy)
    return {
      facts: [fact('日志导出', 'Exports of the log', 0)],
      against: { zh: '审计日志没有导出移交过', en: 'The log was never exported' },
    };
  const on = businessDay(copy.copied_at.getTime(), await siteZone(db));
  return {
    facts: [
      fact('最近导出', 'Newest export', on),
      fact('载体', 'Carrier', copy.target),
      fact('摘要', 'Digest', copy.sha256.slice(0, 16)),
    ],
    against: null,
  };
}

async function issues(db: Db | Tx): Promise<Finding> {
  const open = await issuesOpen(db);
  const numbers = open.slice(0, 5).map(({ number }) => number);
  return {
    facts: [fact('未销号问题', 'Open issues', open.length)],
    against: against(
      open.length > 0,
      `${open.length} 个问题未销号：${numbers.join('、')}`,
      `${open.length} issues are open: ${numbers.join(', ')}`,
    ),
  };
}
