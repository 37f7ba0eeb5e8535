/** Pages of the daily duty book that the place itself tells (chapter 4). */
import { siteTime } from '#/base/forms/site-time.ts';
import { type DutySource, rolesOf } from '#/base/server/duty-pages.ts';
import { namesOf } from '#/protection/server/door.ts';
import { checklistShow } from '../rules/api/checks.ts';
import { footageMonth } from '../rules/api/footage.ts';
import { patrolPlan } from '../rules/api/patrols.ts';
import { playbackCheckList } from '../rules/api/playback.ts';
import { releaseList } from '../rules/api/releases.ts';
import { visitList } from '../rules/api/visits.ts';
import { checklistState } from '../rules/checklist.ts';
import { gapsIn, heldIn } from '../rules/footage.ts';
import { sideNames } from '../rules/patrol.ts';
import { belongingNames } from '../rules/visits.ts';
import { roundsStanding } from './rounds.ts';
import { lastFindings } from './store/checks.ts';
import { checksMade, readingsOfDay, releasesPassed, roundsOfDay } from './store/duty-days.ts';
import { listCameraCodes, periodOf, piecesIn } from './store/footage.ts';
import { listVisits } from './store/visits.ts';

const clock = (at: Date | number | null, timeZone: string): string =>
  at === null ? '' : siteTime(new Date(at).toISOString(), timeZone).slice(11, 16);
const exactly = (at: number, timeZone: string): string => siteTime(new Date(at).toISOString(), timeZone).slice(11, 19);

/** A day on paper: as many as ever pass a door. */
const mostOfDay = 2_000;
/** Gaps of one camera that are told one by one; a camera that was off all day needs no more lines. */
const mostGaps = 20;

const checksPage: DutySource = {
  clause: '4.2-1',
  async read(db, { on, from, to, timeZone }) {
    const readings = await readingsOfDay(db, from, to);
    const known = await namesOf(
      db,
      readings.map(({ taken_by: by }) => by),
    );
    const overdue = checklistState(await lastFindings(db), on).filter((state) => state.overdue);
    return {
      clause: '4.2-1',
      title: '场所检查与温湿度',
      roles: rolesOf(checklistShow),
      columns: [
        { title: '时间', width: 20, align: 'mid' },
        { title: '项目', width: 60 },
        { title: '结果', width: 66 },
        { title: '记录人', width: 36 },
      ],
      rows: [
        ...readings.map((row) => [
          clock(row.occurred_at, timeZone),
          `温湿度：${row.zone_name}`,
          `${Number(row.temperature).toFixed(1)} ℃，${Number(row.humidity).toFixed(1)} %${row.in_range ? '' : '（超限）'}`,
          known.get(row.taken_by) ?? '',
        ]),
        ...overdue.map(({ item, dueOn }) => [
          '',
          `安全检查：${item.label.zh}`,
          `逾期，应于 ${dueOn ?? '登记场所时'}`,
          '',
        ]),
      ],
      empty: '当日没有温湿度记录，也没有逾期的检查项',
    };
  },
};

const footagePage: DutySource = {
  clause: '4.3-1',
  async read(db, { from, to, timeZone }) {
    const now = Date.now();
    const day = { from: from.getTime(), to: Math.max(from.getTime() + 1, Math.min(to.getTime(), now)) };
    const rows: string[][] = [];
    for (const camera of (await listCameraCodes(db)).filter(({ state }) => state === 'active')) {
      const pieces = (await piecesIn(db, camera.id, day)).map(periodOf);
      const gaps = gapsIn(day, pieces);
      const held = Math.round(heldIn(day, pieces) / 60_000);
      const told = gaps.slice(0, mostGaps).map((gap) => `${exactly(gap.from, timeZone)}–${exactly(gap.to, timeZone)}`);
      const more = gaps.length > told.length ? ` 等 ${gaps.length} 处` : '';
      rows.push([camera.code, `${Math.floor(held / 60)} 小时 ${held % 60} 分`, told.join('、') + more || '无']);
    }
    return {
      clause: '4.3-1',
      title: '监控录像缺口',
      roles: rolesOf(footageMonth),
      columns: [
        { title: '摄像机', width: 28 },
        { title: '已存录像', width: 38, align: 'mid' },
        { title: '缺口', width: 116 },
      ],
      rows,
      empty: '没有摄像机',
    };
  },
};

const playbackPage: DutySource = {
  clause: '4.3-7',
  async read(db, { from, to, timeZone }) {
    const rows = await checksMade(db, from, to);
    const known = await namesOf(
      db,
      rows.map(({ checked_by: by }) => by),
    );
    const moment = (at: Date): string => siteTime(at.toISOString(), timeZone).slice(0, 16);
    return {
      clause: '4.3-7',
      title: '回放检查',
      roles: rolesOf(playbackCheckList),
      columns: [
        { title: '编号', width: 24, align: 'mid' },
        { title: '摄像机', width: 22 },
        { title: '检查时段', width: 64, align: 'mid' },
        { title: '情况', width: 48 },
        { title: '检查人', width: 24 },
      ],
      rows: rows.map((row) => [
        row.number,
        row.camera_code,
        `${moment(row.from_at)} 至 ${moment(row.to_at)}`,
        row.findings,
        known.get(row.checked_by) ?? '',
      ]),
      empty: '当日没有回放检查',
    };
  },
};

const releasePage: DutySource = {
  clause: '4.6-4',
  async read(db, { from, to, timeZone }) {
    const rows = await releasesPassed(db, from, to);
    const known = await namesOf(
      db,
      rows.flatMap((row) => [row.bearer, row.approved_by, row.passed_by]),
    );
    return {
      clause: '4.6-4',
      title: '物品出场',
      roles: rolesOf(releaseList),
      columns: [
        { title: '时间', width: 20, align: 'mid' },
        { title: '放行单', width: 26, align: 'mid' },
        { title: '物品', width: 70 },
        { title: '携带人', width: 22 },
        { title: '批准人', width: 22 },
        { title: '查验人', width: 22 },
      ],
      rows: rows.map((row) => [
        clock(row.passed_at, timeZone),
        row.number,
        row.items,
        known.get(row.bearer) ?? '',
        known.get(row.approved_by) ?? '',
        known.get(row.passed_by ?? '') ?? '',
      ]),
      empty: '当日没有物品出场',
    };
  },
};

const visitPage: DutySource = {
  clause: '4.7-2',
  async read(db, { on, timeZone }) {
    const rows = (await listVisits(db, { inside: false, on, before: null, limit: mostOfDay })).toReversed();
    const known = await namesOf(
      db,
      rows.map(({ escort }) => escort),
    );
    return {
      clause: '4.7-2',
      title: '人员出入与访客',
      roles: rolesOf(visitList),
      columns: [
        { title: '进', width: 16, align: 'mid' },
        { title: '出', width: 20, align: 'mid' },
        { title: '姓名', width: 28 },
        { title: '单位', width: 46 },
        { title: '事由与陪同', width: 42 },
        { title: '存放物品', width: 30 },
      ],
      rows: rows.map((row) => [
        clock(row.occurred_at, timeZone),
        row.left_at === null ? '未离场' : clock(row.left_at, timeZone),
        row.person_name ?? row.visitor_name ?? '',
        row.party_name ?? row.organisation ?? '',
        row.pass_id === null ? '在岗' : `${row.reason ?? ''}，陪同 ${known.get(row.escort ?? '') ?? ''}`,
        row.deposited.map((code) => belongingNames[code].zh).join('、'),
      ]),
      empty: '当日无人出入',
    };
  },
};

const patrolPage: DutySource = {
  clause: '4.9-2',
  async read(db, { on, timeZone }) {
    const standing = await roundsStanding(db, { first: on, last: on, timeZone, now: Date.now() });
    const made = await roundsOfDay(db, on);
    const known = await namesOf(
      db,
      made.map(({ patrolled_by: by }) => by),
    );
    const states = { done: '已巡查', later: '未到时', open: '待巡查', missed: '漏巡', idle: '无人在场' };
    return {
      clause: '4.9-2',
      title: '巡查',
      roles: rolesOf(patrolPlan),
      columns: [
        { title: '班次', width: 50 },
        { title: '巡查方', width: 26, align: 'mid' },
        { title: '状态', width: 24, align: 'mid' },
        { title: '时间', width: 20, align: 'mid' },
        { title: '巡查人', width: 26 },
        { title: '问题', width: 36 },
      ],
      rows: standing.map(({ shift, side, state, shiftId }) => {
        const round = made.find((one) => one.shift_id === shiftId && one.side === side);
        return [
          `${shift.name} ${shift.startsAt}–${shift.endsAt}`,
          sideNames[side].zh,
          states[state],
          round ? clock(round.occurred_at, timeZone) : '',
          round ? (known.get(round.patrolled_by) ?? '') : '',
          round?.issues.join('、') ?? '',
        ];
      }),
      empty: '当日没有应巡查的班次',
    };
  },
};

export const premisesDutyPages: readonly DutySource[] = [
  checksPage,
  footagePage,
  playbackPage,
  releasePage,
  visitPage,
  patrolPage,
];
