import { useState } from 'react';
import { ConfirmAct, FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, InputNumber, Select, Space, Table } from '#/base/web/antd.ts';
import { DateTimePicker, DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useListing } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { recorderList, recorderRead, recorderRegister, recorderRetire } from '../../rules/api/recorders.ts';
import type { RecorderState } from '../../rules/recorder.ts';
import type { Month } from './FootagePage.tsx';
import { strings } from './strings.ts';

type Recorder = OutputOf<typeof recorderList>['recorders'][number];
type Cameras = Month['cameras'];

const tones: Record<RecorderState, Tone> = { unread: 'attention', filling: 'active', enough: 'done', short: 'alarm' };

/** 录像机: recorders of another make that keep footage themselves, read every week (4.3-6). */
export function Recorders({ cameras }: { cameras: Cameras }) {
  const s = useStrings(strings);
  const list = useListing();
  const permitted = usePermitted();
  const { data, problem, refetch } = useView(recorderList, {});
  const [registering, setRegistering] = useState(false);
  const [reading, setReading] = useState<Recorder | null>(null);
  return (
    <>
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      {permitted(recorderRegister.name) && (
        <div className="sc-above-table">
          <Button onClick={() => setRegistering(true)}>{s.registerRecorder}</Button>
        </div>
      )}
      <Table<Recorder>
        size="small"
        rowKey="id"
        dataSource={data?.recorders ?? []}
        loading={data === undefined && problem === null}
        pagination={false}
        locale={{ emptyText: s.noRecorders }}
        columns={[
          { title: s.code, dataIndex: 'code' },
          { title: s.model, dataIndex: 'model' },
          { title: s.location, dataIndex: 'location' },
          { title: s.cameras, render: (_, row) => list(row.cameras.map(({ code }) => code)) },
          {
            title: s.state,
            render: (_, row) => <StatusTag tone={tones[row.state]}>{s.recorderStates[row.state]}</StatusTag>,
          },
          {
            title: s.reaches,
            align: 'right',
            render: (_, row) => <span className="sc-num">{row.reaches ?? '—'}</span>,
          },
          { title: s.holds, align: 'right', render: (_, row) => <span className="sc-num">{row.holds ?? '—'}</span> },
          {
            title: s.overwrites,
            render: (_, row) =>
              row.overwritesAt !== null ? (
                <TimeText at={row.overwritesAt} precision="day" />
              ) : row.last !== null && row.holds !== null ? (
                s.overwritesNow
              ) : (
                '—'
              ),
          },
          { title: s.lastReading, render: (_, row) => <TimeText at={row.last?.at ?? null} /> },
          { title: s.nextReading, render: (_, row) => <span className="sc-num">{row.dueOn}</span> },
          {
            title: '',
            key: 'acts',
            align: 'right',
            render: (_, row) => <Acts recorder={row} onRead={() => setReading(row)} onReload={() => void refetch()} />,
          },
        ]}
      />
      <RegisterForm open={registering} cameras={cameras} onClose={() => setRegistering(false)} />
      <ReadingForm recorder={reading} onClose={() => setReading(null)} />
    </>
  );
}

function Acts({ recorder, onRead, onReload }: { recorder: Recorder; onRead: () => void; onReload: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  return (
    <Space size={4}>
      {permitted(recorderRead.name) && (
        <Button type="link" size="small" onClick={onRead}>
          {s.read}
        </Button>
      )}
      {permitted(recorderRetire.name) && (
        <ConfirmAct
          decl={recorderRetire}
          subject={recorder.id}
          version={recorder.version}
          toInput={() => ({})}
          question={s.retireQuestion}
          button={{ type: 'link', size: 'small', danger: true }}
          onReload={onReload}
        >
          {s.retireRecorder}
        </ConfirmAct>
      )}
    </Space>
  );
}

interface Registered {
  code: string;
  model: string;
  location: string;
  installedOn: string;
  cameraIds: string[];
}

function RegisterForm({ open, cameras, onClose }: { open: boolean; cameras: Cameras; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer decl={recorderRegister} open={open} onClose={onClose} toInput={(values: Registered) => values}>
      <Form.Item name="code" label={s.code} rules={required}>
        <Input maxLength={30} autoComplete="off" />
      </Form.Item>
      <Form.Item name="model" label={s.model} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="location" label={s.location} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name="installedOn" label={s.installedOn} rules={required}>
        <DayPicker notAfterToday />
      </Form.Item>
      <Form.Item name="cameraIds" label={s.cameras} rules={required}>
        <Select mode="multiple" options={cameras.map(({ id, code }) => ({ value: id, label: code }))} />
      </Form.Item>
    </FormDrawer>
  );
}

interface Read {
  earliest: string;
  capacityGb: number;
  usedGb: number;
  remark?: string;
}

function ReadingForm({ recorder, onClose }: { recorder: Recorder | null; onClose: () => void }) {
  const s = useStrings(strings);
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={recorderRead}
      subject={recorder?.id ?? null}
      open={recorder !== null}
      onClose={onClose}
      initial={recorder?.last ? { capacityGb: recorder.last.capacityGb } : {}}
      toInput={({ earliest, capacityGb, usedGb, remark }: Read) => ({
        ...{ earliest, capacityGb, usedGb },
        remark: remark ?? '',
      })}
    >
      <h3 className="sc-form-head">{recorder?.code}</h3>
      <Form.Item name="earliest" label={s.earliest} extra={s.earliestNote} rules={required}>
        <DateTimePicker notAfterToday />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="capacityGb" label={s.capacity} rules={required}>
          <InputNumber min={1} max={10_000_000} precision={0} />
        </Form.Item>
        <Form.Item name="usedGb" label={s.used} rules={required}>
          <InputNumber min={0} max={10_000_000} precision={0} />
        </Form.Item>
      </div>
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
    </FormDrawer>
  );
}
