import { businessDay } from '#/base/rules/business-day.ts';
import { refuse, refuseStale } from '#/base/rules/refusal.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { lateColumns } from '#/base/server/late.ts';
import { siteZone, today } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { namesOf } from '#/protection/server/door.ts';
import { recorderList, recorderRead, recorderRegister, recorderRetire } from '../../rules/api/recorders.ts';
import { outlookOf } from '../../rules/recorder.ts';
import { findCamera } from '../store/footage.ts';
import {
  insertReading,
  insertRecorder,
  isRecorderCode,
  lastReadings,
  listRecorders,
  lockRecorder,
  readingDueOn,
  readingFrom,
  retireRecorder,
} from '../store/recorders.ts';
import { refuseUnlessKeeper } from './footage.ts';

export const recorderRoutes = (): Binding[] => [...registerRoutes(), readRoute(), listRoute()];

const registerRoutes = (): Binding[] => [
  bindAct(recorderRegister, {
    async check(tx, { actor, input }) {
      const refused = await refuseUnlessKeeper(tx, actor.personId);
      if (refused) return refused;
      if (await isRecorderCode(tx, input.code)) return refuse('code-taken', { code: input.code }, 'input.code');
      if (input.installedOn > (await today(tx)))
        return refuse('reading-impossible', { why: '启用日期晚于今天 / installed in the future' }, 'input.installedOn');
      for (const [index, id] of input.cameraIds.entries()) {
        if (!(await findCamera(tx, id)))
          return refuse('not-found', { what: '摄像机 / camera' }, `input.cameraIds.${index}`);
      }
      return null;
    },
    async run(tx, { actor, input }) {
      const recorderId = await insertRecorder(tx, { ...input, registeredBy: actor.personId });
      return { output: { recorderId }, subjectId: recorderId, after: input };
    },
  }),

  bindAct(recorderRetire, {
    async check(tx, { actor, subject, version }) {
      const refused = await refuseUnlessKeeper(tx, actor.personId);
      if (refused) return refused;
      const recorder = await lockRecorder(tx, subject ?? '');
      if (!recorder) return refuse('not-found', { what: '录像机 / recorder' });
      if (recorder.retired_at !== null) return refuse('retired');
      return refuseStale(version, recorder.version);
    },
    async run(tx, { subject }) {
      await retireRecorder(tx, subject ?? '');
      return { output: {}, before: { inUse: true }, after: { inUse: false } };
    },
  }),
];

const readRoute = (): Binding =>
  bindAct(recorderRead, {
    async check(tx, { subject, input, late }) {
      const recorder = await lockRecorder(tx, subject ?? '');
      if (!recorder) return refuse('not-found', { what: '录像机 / recorder' });
      if (recorder.retired_at !== null) return refuse('retired');
      const at = lateColumns(late).occurred_at.getTime();
      const earliest = Date.parse(input.earliest);
      if (earliest > at)
        return refuse(
          'reading-impossible',
          { why: '最早可播放时间晚于读数时间 / later than the reading' },
          'input.earliest',
        );
      if (businessDay(earliest, await siteZone(tx)) < recorder.installed_on)
        return refuse('reading-impossible', { why: '早于启用日期 / before it was installed' }, 'input.earliest');
      return input.usedGb > input.capacityGb
        ? refuse('reading-impossible', { why: '已用大于总容量 / more used than there is' }, 'input.usedGb')
        : null;
    },
    async run(tx, { actor, subject, input, late }) {
      const recorderId = subject ?? '';
      const row = { ...input, recorderId, earliest: new Date(input.earliest), readBy: actor.personId };
      const readingId = await insertReading(tx, row, lateColumns(late));
      const { state } = outlookOf((await lastReadings(tx, recorderId, 2)).map(readingFrom));
      return { output: { readingId, state }, after: { ...input, state } };
    },
  });

const listRoute = (): Binding =>
  bindView(recorderList, async (tx) => {
    const timeZone = await siteZone(tx);
    const rows = await listRecorders(tx);
    const ids = rows.flatMap(({ readings }) => readings.map(({ read_by: by }) => by));
    const person = personFrom(await namesOf(tx, ids));
    return {
      recorders: rows.map((row) => {
        const [last] = row.readings;
        const { overwritesAt, ...outlook } = outlookOf(row.readings.map(readingFrom));
        return {
          ...{ id: row.id, code: row.code, model: row.model, location: row.location, installedOn: row.installed_on },
          ...{ cameras: row.cameras, version: row.version, ...outlook },
          overwritesAt: overwritesAt === null ? null : new Date(overwritesAt).toISOString(),
          last: last
            ? {
                at: last.occurred_at.toISOString(),
                by: person(last.read_by),
                earliest: last.earliest_at.toISOString(),
                ...{ capacityGb: last.capacity_gb, usedGb: last.used_gb, remark: last.remark },
              }
            : null,
          dueOn: readingDueOn(row, timeZone),
        };
      }),
    };
  });
