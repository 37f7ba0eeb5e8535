import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { readingEnter, readingList } from '../../rules/api/checks.ts';
import { placeShow } from '../../rules/api/plan.ts';
import { strings } from './strings.ts';

/** 温湿度记录 (4.2-5, 4.2-6). */
export function ClimatePage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [entering, setEntering] = useState(false);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          // The zones to choose from are those of the plan.
          permitted(readingEnter.name, placeShow.name) && (
            <Button type="primary" onClick={() => setEntering(true)}>
              {s.enter}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="premises.readings"
        view={readingList}
        rowKey={(row) => row.id}
        filters={[{ kind: 'choice', name: 'outOfRange', label: s.range, options: [{ value: true, label: s.onlyOut }] }]}
        columns={[
          { key: 'zone', title: s.zone, always: true, render: (row) => row.zone.name },
          {
            key: 'temperature',
            title: s.temperature,
            align: 'right',
            render: (row) => <span className="sc-num">{`${row.temperature.toFixed(1)} ℃`}</span>,
          },
          {
            key: 'humidity',
            title: s.humidity,
            align: 'right',
            render: (row) => <span className="sc-num">{`${row.humidity.toFixed(1)} %`}</span>,
          },
          {
            key: 'range',
            title: s.range,
            always: true,
            render: (row) => (
              <StatusTag tone={row.inRange ? 'done' : 'alarm'}>{row.inRange ? s.inRange : s.outOfRange}</StatusTag>
            ),
          },
          { key: 'instrument', title: s.instrument, render: (row) => row.instrument },
          { key: 'by', title: s.by, render: (row) => row.takenBy.name },
          {
            key: 'at',
            title: s.at,
            render: (row) => <HappenedAt at={row.occurredAt} late={row.late} />,
          },
        ]}
        empty={s.empty}
      />
      <ReadingForm open={entering} onClose={() => setEntering(false)} />
    </>
  );
}

interface Values {
  instrument: string;
  temperature: number;
  humidity: number;
}

function ReadingForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const plan = useView(placeShow, {}, { enabled: open });
  // The zone is the act's subject, not part of its input.
  const [zone, setZone] = useState<string | null>(null);
  const required = [{ required: true, message: s.required }];
  const place = plan.data?.place;
  return (
    <FormDrawer
      decl={readingEnter}
      subject={zone}
      open={open}
      onClose={onClose}
      toInput={({ instrument, temperature, humidity }: Values) => ({ instrument, temperature, humidity })}
    >
      <ProblemAlert problem={plan.problem} onRetry={() => void plan.refetch()} />
      <Form.Item name="zone" label={s.zone} rules={required}>
        <Select<string>
          loading={plan.isFetching}
          notFoundContent={s.noZones}
          onChange={setZone}
          options={(plan.data?.zones ?? []).map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
      </Form.Item>
      <Form.Item name="instrument" label={s.instrument} extra={s.instrumentNote} rules={required}>
        <Input maxLength={50} autoComplete="off" />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="temperature" label={s.temperature} rules={required}>
          <InputNumber min={-40} max={80} step={0.1} precision={1} suffix="℃" className="sc-grow" />
        </Form.Item>
        <Form.Item name="humidity" label={s.humidity} rules={required}>
          <InputNumber min={0} max={100} step={0.1} precision={1} suffix="%" className="sc-grow" />
        </Form.Item>
      </div>
      {place && (
        <p className="sc-faint sc-form-note">
          {s.limits(`${place.temperatureMin}–${place.temperatureMax}`, `${place.humidityMin}–${place.humidityMax}`)}
        </p>
      )}
    </FormDrawer>
  );
}
