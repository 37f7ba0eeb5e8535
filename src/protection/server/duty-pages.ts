/** Pages of the daily duty book: issues, alarms, backups, the ledger's newest checkpoint. */
import type { AlarmDecl } from '#/base/rules/alarms.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { type DutySource, rolesOf } from '#/base/server/duty-pages.ts';
import { newestCheckpoint } from '#/base/server/ledger/store.ts';
import { qrSvg } from '#/base/server/print.ts';
import { backupList } from '../rules/api/backup.ts';
import { issueList } from '../rules/api/issues.ts';
import { alarmList, checkpointPage } from '../rules/api/log.ts';
import { alarmDecl } from './routes/alarms.ts';
import { cosignedNote } from '#/base/server/ledger/export.ts';
import { alarmsOfDay, backupsOfDay, issuesOfDay } from './store/duty-day.ts';
import { names } from './store/people.ts';

const clock = (at: Date | null, timeZone: string): string =>
  at === null ? '' : siteTime(at.toISOString(), timeZone).slice(11, 16);

const states = { open: '待整改', corrected: '待复查', closed: '已销号' } as const;
const backupStates = { running: '进行中', done: '成功', failed: '失败', removed: '已轮换' } as const;

const issuesPage: DutySource = {
  clause: '2.8-2',
  async read(db, { from, to, timeZone }) {
    const rows = await issuesOfDay(db, from, to);
    const known = await names(
      db,
      rows.map(({ owner }) => owner),
    );
    return {
      clause: '2.8-2',
      title: '问题与整改',
      roles: rolesOf(issueList),
      columns: [
        { title: '编号', width: 24, align: 'mid' },
        { title: '发现', width: 22, align: 'mid' },
        { title: '问题', width: 74 },
        { title: '责任人', width: 22 },
        { title: '期限', width: 24, align: 'mid' },
        { title: '状态', width: 16, align: 'mid' },
      ],
      rows: rows.map((row) => [
        row.number,
        row.occurred_at >= from
          ? clock(row.occurred_at, timeZone)
          : siteTime(row.occurred_at.toISOString(), timeZone).slice(0, 10),
        row.title,
        known.get(row.owner) ?? '',
        row.due_on,
        states[row.state],
      ]),
      empty: '当日没有新发现或未销号的问题',
    };
  },
};

const alarmsPage = (alarms: readonly AlarmDecl[]): DutySource => ({
  clause: '5.5-5',
  async read(db, { from, to, timeZone }) {
    const rows = await alarmsOfDay(db, from, to);
    return {
      clause: '5.5-5',
      title: '预警',
      roles: rolesOf(alarmList),
      columns: [
        { title: '时间', width: 20, align: 'mid' },
        { title: '预警', width: 44 },
        { title: '内容', width: 94 },
        { title: '处置', width: 24, align: 'mid' },
      ],
      rows: rows.map((row) => {
        const { label, facts } = alarmDecl(alarms, row.kind);
        const told = Object.entries(row.facts).map(([name, value]) => `${facts[name]?.zh ?? name} ${value}`);
        return [clock(row.raised_at, timeZone), label.zh, told.join('；'), row.state === 'open' ? '未处置' : '已处置'];
      }),
      empty: '当日没有预警',
    };
  },
});

const backupsPage: DutySource = {
  clause: '5.6-7',
  async read(db, { from, to, timeZone }) {
    const rows = await backupsOfDay(db, from, to);
    return {
      clause: '5.6-7',
      title: '备份',
      roles: rolesOf(backupList),
      columns: [
        { title: '时间', width: 20, align: 'mid' },
        { title: '目标', width: 56 },
        { title: '结果', width: 22, align: 'mid' },
        { title: '摘要 SHA-256（前 16 位）', width: 84 },
      ],
      rows: rows.map((row) => [
        clock(row.started_at, timeZone),
        row.target_name,
        backupStates[row.state],
        row.sha256?.slice(0, 16) ?? '',
      ]),
      empty: '当日没有备份',
    };
  },
};

const ledgerPage: DutySource = {
  clause: '7.5-1',
  async read(db, { timeZone }) {
    const newest = await newestCheckpoint(db);
    const note = newest ? await cosignedNote(db, newest.size) : null;
    return {
      clause: '7.5-1',
      title: '审计日志校验点',
      roles: rolesOf(checkpointPage),
      columns: [
        { title: '条目数', width: 60, align: 'num' },
        { title: '签署时间', width: 122, align: 'mid' },
      ],
      rows: newest ? [[String(newest.size), siteTime(newest.signedAt.toISOString(), timeZone)]] : [],
      empty: '日志尚未签署',
      ...(note !== null && { code: { text: note, svg: qrSvg(note) } }),
    };
  },
};

export const protectionDutyPages = (alarms: readonly AlarmDecl[]): DutySource[] => [
  issuesPage,
  alarmsPage(alarms),
  backupsPage,
  ledgerPage,
];
