import { useState } from 'react';
import { roleNames } from '#/base/rules/roles.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Space } from '#/base/web/antd.ts';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { ReasonField, reasonOf } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { trainingList, trainingRegister, trainingWithdraw } from '../../rules/api/training.ts';
import { trainers, trainingKindNames } from '../../rules/training.ts';
import type { Project } from '../ProjectPage.tsx';
import { strings } from './strings.ts';
import { TrainingDrawer } from './TrainingDrawer.tsx';

type Row = RowOf<typeof trainingList>;

/** 培训 (2.5-3, 3.8): what was taught to whom; without both kinds nobody is given work. */
export function Trainings({ project }: { project: Project }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [registering, setRegistering] = useState(false);
  const [file, setFile] = useState<string | null>(null);
  return (
    <>
      <DataTable
        tableKey="engagement.training"
        view={trainingList}
        subject={project.id}
        rowKey={(row) => row.id}
        title={s.trainings}
        columns={useColumns()}
        actions={
          permitted(trainingRegister.name) &&
          project.state !== 'closed' && <Button onClick={() => setRegistering(true)}>{s.train}</Button>
        }
        rowActions={(row, refresh) => (
          <Space size={0}>
            {row.attachmentId !== null && (
              <Button type="link" size="small" onClick={() => setFile(row.attachmentId)}>
                {s.sheet}
              </Button>
            )}
            <Withdraw row={row} onDone={refresh} />
          </Space>
        )}
        empty={s.noTrainings}
      />
      <TrainingDrawer project={project} open={registering} onClose={() => setRegistering(false)} />
      <AttachmentDrawer id={file} onClose={() => setFile(null)} />
    </>
  );
}

function useColumns(): DataColumn<Row>[] {
  const s = useStrings(strings);
  const words = useWords();
  return [
    { key: 'heldOn', title: s.heldOn, always: true, render: (row) => <span className="sc-num">{row.heldOn}</span> },
    {
      key: 'kind',
      title: s.kind,
      always: true,
      render: (row) => (
        <Space size={4} wrap>
          {words(trainingKindNames[row.kind])}
          {row.withdrawReason !== null && (
            <StatusTag tone="off" title={row.withdrawReason}>
              {s.withdrawn}
            </StatusTag>
          )}
        </Space>
      ),
    },
    { key: 'topic', title: s.topic, render: (row) => <span className="sc-long">{row.topic}</span> },
    { key: 'length', title: s.length, render: (row) => s.lengthOf(row.days, row.hours) },
    { key: 'trainer', title: s.trainer, render: (row) => row.trainer },
    {
      key: 'people',
      title: s.attended,
      render: (row) => (
        <span className="sc-long">
          {row.people.map(({ person, role, score, passed }) => (
            <span key={person.id} className="sc-training-person">
              {s.attendedOf(person.name, role === null ? null : words(roleNames[role]), score)}
              {!passed && <StatusTag tone="alarm">{s.failed}</StatusTag>}
            </span>
          ))}
        </span>
      ),
    },
    { key: 'by', title: s.registeredBy, render: (row) => row.registeredBy.name },
  ];
}

function Withdraw({ row, onDone }: { row: Row; onDone: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const { roles } = useSession();
  const mine = roles.some((role) => trainers[row.kind].includes(role));
  if (row.withdrawReason !== null || !mine || !permitted(trainingWithdraw.name)) return null;
  return (
    <ConfirmAct
      decl={trainingWithdraw}
      subject={row.id}
      toInput={reasonOf}
      question={s.withdrawQuestion}
      fields={<ReasonField />}
      button={{ type: 'link', size: 'small', danger: true }}
      onDone={onDone}
    >
      {s.withdraw}
    </ConfirmAct>
  );
}
