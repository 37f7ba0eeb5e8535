import { businessDay, startOfDay } from '#/base/rules/business-day.ts';
import { isRefusal, refuse, type Refusal, refuseStale } from '#/base/rules/refusal.ts';
import type { Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { siteZone } from '#/base/server/site.ts';
import { personFrom } from '#/base/server/store/names.ts';
import { type Keyring, namesOf } from '#/protection/server/door.ts';
import { cameraSourceSet, cameraSourceStop, recordingShow } from '../../rules/api/recording.ts';
import { refuseAddress } from '../../rules/camera-address.ts';
import { recordingState } from '../../rules/recording.ts';
import { hasRecorder } from '../footage/ffmpeg.ts';
import { sealAddress } from '../recorder/address.ts';
import { findCamera } from '../store/footage.ts';
import { lockSource, recordingRows, saveSource } from '../store/recording.ts';
import { refuseUnlessKeeper } from './footage.ts';

export interface RecordingDeps {
  keyring: Keyring;
}

export const recordingRoutes = (deps: RecordingDeps): Binding[] => [setRoute(deps), stopRoute(), showRoute()];

interface Asked {
  actor: { personId: string };
  subject: string | null;
  version: number | null;
}

async function lockedSource(tx: Tx, { actor, subject, version }: Asked) {
  const refused: Refusal | null = await refuseUnlessKeeper(tx, actor.personId);
  if (refused) return refused;
  const source = (await lockSource(tx, subject ?? '')) ?? null;
  return (source && refuseStale(version, source.version)) ?? { source };
}

const setRoute = ({ keyring }: RecordingDeps): Binding =>
  bindAct(cameraSourceSet, {
    async check(tx, asked) {
      const found = await lockedSource(tx, asked);
      if (isRefusal(found)) return found;
      const camera = await findCamera(tx, asked.subject ?? '');
      if (!camera) return refuse('not-found', { what: '摄像机 / camera' });
      if (camera.state === 'retired') return refuse('retired');
      const code = refuseAddress(asked.input.address);
      return code === null ? null : refuse(code, {}, 'input.address');
    },
    async run(tx, { actor, subject, input }) {
      const cameraId = subject ?? '';
      const sealed = sealAddress(keyring, cameraId, input.address);
      await saveSource(tx, cameraId, { setBy: actor.personId, sealed, reason: null });
      return { output: {}, after: { state: 'on' } };
    },
  });

const stopRoute = (): Binding =>
  bindAct(cameraSourceStop, {
    async check(tx, asked) {
      const found = await lockedSource(tx, asked);
      if (isRefusal(found)) return found;
      return found.source?.state === 'on' ? null : refuse('camera-not-recorded');
    },
    async run(tx, { actor, subject, input }) {
      await saveSource(tx, subject ?? '', { setBy: actor.personId, sealed: null, reason: input.reason });
      return { output: {}, before: { state: 'on' }, after: { state: 'off', reason: input.reason } };
    },
  });

const showRoute = (): Binding =>
  bindView(recordingShow, async (tx) => {
    const timeZone = await siteZone(tx);
    const now = Date.now();
    const rows = await recordingRows(tx, new Date(startOfDay(businessDay(now, timeZone), timeZone)));
    const person = personFrom(
      await namesOf(
        tx,
        rows.flatMap(({ set_by: by }) => (by === null ? [] : [by])),
      ),
    );
    const instantOf = (at: number | null) => (at === null ? null : new Date(at).toISOString());
    return {
      canRecord: hasRecorder(),
      cameras: rows.map((row) => {
        const lastPiece = row.last_at?.getTime() ?? null;
        const { state, since, failure } = recordingState(
          {
            on: row.state === 'on',
            setAt: row.set_at?.getTime() ?? 0,
            lastPiece,
            failingSince: row.failing_since?.getTime() ?? null,
            failure: row.failure,
          },
          now,
        );
        return {
          ...{ id: row.id, code: row.code, state, since: instantOf(since), failure },
          ...{ lastPieceAt: instantOf(lastPiece), piecesToday: Number(row.today) },
          setBy: row.set_by === null ? null : person(row.set_by),
          setAt: row.set_at?.toISOString() ?? null,
          ...{ reason: row.reason, version: row.version ?? 0 },
        };
      }),
    };
  });
