import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Button, Form, Input } from '#/base/web/antd.ts';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { cameraSourceSet, cameraSourceStop, recordingShow } from '../../rules/api/recording.ts';
import type { RecordingState } from '../../rules/recording.ts';
import { recordingStrings } from './recording-strings.ts';

type Recorded = OutputOf<typeof recordingShow>['cameras'][number];

const tones: Record<RecordingState, Tone> = { off: 'off', waiting: 'active', recording: 'done', failing: 'alarm' };

/** 录制: whether this camera is recorded here, since when it is not, and where it is fetched from (4.3-1). */
export function Recording({ cameraId }: { cameraId: string }) {
  const permitted = usePermitted();
  return permitted(recordingShow.name) ? <Shown cameraId={cameraId} /> : null;
}

function Shown({ cameraId }: { cameraId: string }) {
  const s = useStrings(recordingStrings);
  const recording = useView(recordingShow, {});
  const reload = (): void => void recording.refetch();
  const camera = recording.data?.cameras.find(({ id }) => id === cameraId);
  return (
    <section aria-label={s.title}>
      <h3>{s.title}</h3>
      <ProblemAlert problem={recording.problem} onRetry={reload} />
      {recording.data?.canRecord === false && <Alert type="error" showIcon title={s.cannot} />}
      {camera !== undefined && (
        <>
          <State camera={camera} />
          <Acts camera={camera} onReload={reload} />
        </>
      )}
    </section>
  );
}

function State({ camera }: { camera: Recorded }) {
  const s = useStrings(recordingStrings);
  const { state, failure, since, lastPieceAt, piecesToday, setBy, setAt, reason } = camera;
  return (
    <>
      <p>
        <StatusTag tone={tones[state]}>{s.states[state]}</StatusTag>
        {failure !== null && ` ${s.failures[failure]}`}
        {state === 'failing' && since !== null && (
          <>
            {` · ${s.since} `}
            <TimeText at={since} precision="second" />
          </>
        )}
      </p>
      {lastPieceAt !== null && (
        <p>
          {`${s.lastPiece} `}
          <TimeText at={lastPieceAt} precision="second" />
          {` · ${s.pieces(piecesToday)}`}
        </p>
      )}
      {setBy !== null && (
        <p className="sc-faint">
          {`${s.setBy} ${setBy.name} · `}
          <TimeText at={setAt} />
          {reason !== null && ` · ${s.why} ${reason}`}
        </p>
      )}
    </>
  );
}

function Acts({ camera, onReload }: { camera: Recorded; onReload: () => void }) {
  const s = useStrings(recordingStrings);
  const permitted = usePermitted();
  const [open, setOpen] = useState(false);
  // Nothing to be out of date with where nobody has set anything.
  const version = camera.version === 0 ? {} : { version: camera.version };
  const isOn = camera.state !== 'off';
  return (
    <div className="sc-plan-acts">
      {permitted(cameraSourceSet.name) && <Button onClick={() => setOpen(true)}>{isOn ? s.change : s.set}</Button>}
      {isOn && permitted(cameraSourceStop.name) && (
        <ConfirmAct
          decl={cameraSourceStop}
          subject={camera.id}
          {...version}
          toInput={reasonOf}
          fields={<ReasonField />}
          question={s.stopQuestion}
          button={{ danger: true }}
          onDone={onReload}
          onReload={onReload}
        >
          {s.stop}
        </ConfirmAct>
      )}
      <FormDrawer
        decl={cameraSourceSet}
        subject={camera.id}
        {...version}
        open={open}
        onClose={() => setOpen(false)}
        toInput={({ address }: { address: string }) => ({ address })}
        onDone={onReload}
        onReload={onReload}
      >
        <Form.Item
          name="address"
          label={s.address}
          extra={s.addressNote}
          rules={[{ required: true, message: s.required }]}
        >
          <Input.Password maxLength={500} autoComplete="off" />
        </Form.Item>
      </FormDrawer>
    </div>
  );
}
