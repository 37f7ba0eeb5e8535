import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Space, Table } from '#/base/web/antd.ts';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { type Role, roleNames } from '#/base/rules/roles.ts';
import { staffLeave, staffList, staffRegister } from '../../rules/api/staff.ts';
import { type StaffState, staffStateNames } from '../../rules/staff.ts';
import { trainingKindNames } from '../../rules/training.ts';
import type { Project } from '../ProjectPage.tsx';
import { StaffDrawer } from './StaffDrawer.tsx';
import { strings } from './strings.ts';

type Row = RowOf<typeof staffList>;

const tones: Record<StaffState, Tone> = { coming: 'plain', working: 'active', over: 'attention', left: 'off' };

/** 人员 (3.5, 7.1-5): who works in the project, from when to when, and who left. */
export function StaffTab({ project }: { project: Project }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [registering, setRegistering] = useState(false);
  const columns = useColumns(project);
  return (
    <>
      <DataTable
        tableKey="engagement.staff"
        view={staffList}
        subject={project.id}
        rowKey={(row) => row.id}
        title={s.title}
        columns={columns}
        actions={
          permitted(staffRegister.name) &&
          project.state !== 'closed' && (
            <Button type="primary" onClick={() => setRegistering(true)}>
              {s.register}
            </Button>
          )
        }
        rowActions={(row, refresh) => <Leave row={row} projectId={project.id} onDone={refresh} />}
        empty={s.empty}
      />
      <Everywhere project={project} />
      <StaffDrawer project={project} open={registering} onClose={() => setRegistering(false)} />
    </>
  );
}

function useColumns(project: Project): DataColumn<Row>[] {
  const s = useStrings(strings);
  const words = useWords();
  const day = (on: string | null) => <span className="sc-num">{on ?? s.openEnded}</span>;
  return [
    { key: 'person', title: s.person, always: true, render: (row) => row.person.name },
    { key: 'party', title: s.party, render: (row) => row.party },
    { key: 'role', title: s.role, render: (row) => words(roleNames[row.role]) },
    { key: 'from', title: s.from, render: (row) => day(row.from) },
    { key: 'until', title: s.until, render: (row) => day(row.until) },
    {
      key: 'state',
      title: s.state,
      always: true,
      render: (row) => (
        <Space size={4} wrap>
          <StatusTag tone={tones[row.state]}>{words(staffStateNames[row.state])}</StatusTag>
          {row.state !== 'left' && <Lacks project={project} personId={row.person.id} role={row.role} />}
          {row.holds.map(({ count, what }) => (
            <StatusTag key={what.zh} tone="alarm">
              {`${s.holds} ${s.holdsOf(count, words(what))}`}
            </StatusTag>
          ))}
        </Space>
      ),
    },
    { key: 'list', title: s.list, render: (row) => <span className="sc-num">{row.list ?? '—'}</span> },
    {
      key: 'left',
      title: s.left,
      render: (row) => (row.leftAt === null ? '—' : <TimeText at={row.leftAt} />),
    },
    { key: 'reason', title: s.reason, render: (row) => row.reason ?? '—' },
  ];
}

function Leave({ row, projectId, onDone }: { row: Row; projectId: string; onDone: () => void }) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const me = useSession().person.id;
  const { person, state } = row;
  if (state === 'left' || person.id === me || !permitted(staffLeave.name)) return null;
  return (
    <ConfirmAct
      decl={staffLeave}
      subject={projectId}
      toInput={({ reason }: { reason: string }) => ({ personId: person.id, reason })}
      question={s.leaveQuestion(person.name)}
      fields={<ReasonField />}
      button={{ type: 'link', size: 'small', danger: true }}
      onDone={onDone}
    >
      {s.leave}
    </ConfirmAct>
  );
}

/** Trainings without which he is given no work (2.5-3, 3.8-2). */
function Lacks({ project, personId, role }: { project: Project; personId: string; role: Role }) {
  const s = useStrings(strings);
  const words = useWords();
  const member = project.members.find((one) => one.person.id === personId && one.role === role);
  if (member === undefined || member.lacks.length === 0) return null;
  return <StatusTag tone="attention">{s.lacks(member.lacks.map((kind) => words(trainingKindNames[kind])))}</StatusTag>;
}

/** Roles that hold on the whole site count here too, and are given and taken elsewhere. */
function Everywhere({ project }: { project: Project }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <section>
      <h2 className="sc-group-title">{s.everywhereTitle}</h2>
      <Table<Project['members'][number]>
        size="small"
        rowKey={({ person, role }) => `${person.id}/${role}`}
        dataSource={project.members.filter(({ everywhere }) => everywhere)}
        pagination={false}
        locale={{ emptyText: s.nobodyEverywhere }}
        columns={[
          { title: s.person, render: (_, row) => row.person.name },
          {
            title: s.role,
            render: (_, row) => (
              <Space size={4} wrap>
                {words(roleNames[row.role])}
                <Lacks project={project} personId={row.person.id} role={row.role} />
              </Space>
            ),
          },
          {
            title: `${s.from} – ${s.until}`,
            render: (_, row) => (
              <span className="sc-num">
                {row.from} – {row.until ?? s.openEnded}
              </span>
            ),
          },
        ]}
      />
    </section>
  );
}
