import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { projectCreate, projectList } from '../rules/api/projects.ts';
import { projectKindNames, type ProjectState, projectStateNames, projectStates } from '../rules/project.ts';
import { ProjectForm } from './ProjectForm.tsx';
import { strings } from './strings.ts';

export const projectTones: Record<ProjectState, Tone> = { draft: 'attention', open: 'active', closed: 'off' };

/** 项目 (2.2). */
export function ProjectsPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const navigate = useNavigate();
  const [registering, setRegistering] = useState(false);
  const open = (id: string): void => void navigate(`/projects/${id}`);
  return (
    <>
      <PageHeader
        title={words(projectList.label)}
        note={s.note}
        actions={
          permitted(projectCreate.name) && (
            <Button type="primary" onClick={() => setRegistering(true)}>
              {s.register}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="engagement.projects"
        view={projectList}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: projectStates.map((value) => ({ value, label: words(projectStateNames[value]) })),
          },
        ]}
        columns={[
          {
            key: 'number',
            title: s.number,
            always: true,
            render: (row) => <span className="sc-num">{row.number}</span>,
          },
          { key: 'name', title: s.name, always: true, render: (row) => <span className="sc-long">{row.name}</span> },
          { key: 'kind', title: s.kind, render: (row) => words(projectKindNames[row.kind]) },
          { key: 'vendor', title: s.vendor, render: (row) => row.vendor?.name ?? s.none },
          {
            key: 'period',
            title: s.period,
            render: (row) => (
              <span className="sc-num">
                {row.startsOn} – {row.endsOn}
              </span>
            ),
          },
          {
            key: 'state',
            title: s.state,
            always: true,
            render: (row) => (
              <StatusTag tone={projectTones[row.state]}>{words(projectStateNames[row.state])}</StatusTag>
            ),
          },
        ]}
        onOpen={(row) => open(row.id)}
        rowActions={(row) => (
          <Button type="link" size="small" onClick={() => open(row.id)}>
            {s.open}
          </Button>
        )}
        empty={s.empty}
      />
      <ProjectForm project={null} open={registering} onClose={() => setRegistering(false)} onDone={open} />
    </>
  );
}
