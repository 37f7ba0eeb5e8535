import { Button, Form, Input, Space, Table } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useAct } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { taskSubmit } from '../rules/api/tasks.ts';
import { taskStateNames } from '../rules/task.ts';
import { strings } from './strings.ts';
import { taskTones } from './tones.ts';
import type { Pile, PileItem } from './pile-types.ts';

/** Where one of his steps names a device. */
export function DeviceField({
  pile,
  value,
  onChange,
}: {
  pile: Pile;
  value: string;
  onChange: (value: string) => void;
}) {
  const s = useStrings(strings);
  if (!pile.steps.some(({ needsDevice }) => needsDevice)) return null;
  return (
    <Form layout="vertical">
      <Form.Item label={s.device} extra={s.deviceNote} htmlFor="workflow-device">
        <Input
          id="workflow-device"
          className="sc-num"
          maxLength={30}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </Form.Item>
    </Form>
  );
}

interface Props {
  pile: Pile;
  projectId: string;
  device: string;
  onBack: (item: PileItem) => void;
  onTold: (text: string) => void;
}

/** What he has claimed, and nothing else (2.8-6). */
export function PileTable({ pile, projectId, device, onBack, onTold }: Props) {
  const s = useStrings(strings);
  const submit = useAct(taskSubmit);
  const stepOf = (key: string) => pile.steps.find((step) => step.key === key);
  const run = async (item: PileItem): Promise<void> => {
    const named = stepOf(item.step)?.needsDevice === true ? device.trim() || null : null;
    const outcome = await submit.run({
      subject: projectId,
      input: { step: item.step, codes: [item.code], device: named },
    });
    if (outcome?.state === 'done') onTold(s.submittedCount(1, outcome.output.pages, outcome.output.a4));
  };
  return (
    <>
      <ProblemAlert problem={submit.problem} />
      {pile.items.length === 0 ? (
        <p className="sc-faint">{s.pileEmpty}</p>
      ) : (
        <Table<PileItem>
          size="small"
          rowKey={(row) => `${row.unitId}/${row.step}`}
          dataSource={pile.items}
          pagination={false}
          columns={[
            { key: 'code', title: s.code, render: (_, row) => <span className="sc-num">{row.code}</span> },
            { key: 'title', title: s.title, render: (_, row) => row.title ?? s.none },
            { key: 'step', title: s.step, render: (_, row) => stepOf(row.step)?.name ?? row.step },
            {
              key: 'pages',
              title: s.pages,
              align: 'right',
              render: (_, row) => <span className="sc-num">{row.pages}</span>,
            },
            { key: 'state', title: s.state, render: (_, row) => <PileState item={row} /> },
            { key: 'remark', title: s.remark, render: (_, row) => row.remark ?? '' },
            { key: 'lease', title: s.leaseUntil, render: (_, row) => <TimeText at={row.leaseUntil} /> },
            {
              key: 'acts',
              title: '',
              render: (_, row) =>
                !row.halted && (
                  <Space>
                    <Button size="small" aria-label={`${s.submit} ${row.code}`} onClick={() => void run(row)}>
                      {s.submit}
                    </Button>
                    <Button size="small" aria-label={`${s.sendBack} ${row.code}`} onClick={() => onBack(row)}>
                      {s.sendBack}
                    </Button>
                  </Space>
                ),
            },
          ]}
        />
      )}
    </>
  );
}

function PileState({ item }: { item: PileItem }) {
  const s = useStrings(strings);
  const words = useWords();
  if (item.halted) return <StatusTag tone="alarm">{s.halted}</StatusTag>;
  if (item.round > 0) return <StatusTag tone="attention">{`${s.returned} · ${s.round(item.round)}`}</StatusTag>;
  return <StatusTag tone={taskTones[item.state]}>{words(taskStateNames[item.state])}</StatusTag>;
}
