import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { OutputOf } from '#/base/rules/declare.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Alert, Button, Descriptions, Skeleton, Space, Tabs } from '#/base/web/antd.ts';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { projectChange, projectClose, projectOpen, projectShow } from '../rules/api/projects.ts';
import { openingNeeds, projectKindNames, projectStateNames } from '../rules/project.ts';
import { ProjectForm } from './ProjectForm.tsx';
import { projectTones } from './ProjectsPage.tsx';
import { ScopeTab } from './schemes/ScopeTab.tsx';
import { Specifications } from './Specifications.tsx';
import { StaffTab } from './staff/StaffTab.tsx';
import { Trainings } from './staff/Trainings.tsx';
import { strings } from './strings.ts';

export type Project = OutputOf<typeof projectShow>;

/** One project: what it is, its scope, what its images must be, who works in it. */
export function ProjectPage() {
  const s = useStrings(strings);
  const { id = '' } = useParams();
  const { data, problem, refetch } = useView(projectShow, { subject: id });
  const again = (): void => void refetch();
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={again} />;
  if (data === undefined) return <Skeleton active />;
  return (
    <>
      <Head project={data} onDone={again} />
      <Opening project={data} />
      <Tabs
        items={[
          { key: 'overview', label: s.overview, children: <Overview project={data} /> },
          { key: 'scope', label: s.scope, children: <ScopeTab project={data} onDone={again} /> },
          {
            key: 'specifications',
            label: s.specifications,
            children: <Specifications project={data} onDone={again} />,
          },
          { key: 'members', label: s.members, children: <StaffTab project={data} /> },
          { key: 'training', label: s.training, children: <Trainings project={data} /> },
        ]}
      />
    </>
  );
}

function Head({ project, onDone }: { project: Project; onDone: () => void }) {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const navigate = useNavigate();
  const [changing, setChanging] = useState(false);
  const { id, version, state } = project;
  return (
    <>
      <PageHeader
        title={`${project.number}　${project.name}`}
        note={<StatusTag tone={projectTones[state]}>{words(projectStateNames[state])}</StatusTag>}
        actions={
          <Space>
            <Button onClick={() => void navigate('/projects')}>{s.back}</Button>
            {permitted(projectChange.name) && state !== 'closed' && (
              <Button onClick={() => setChanging(true)}>{s.change}</Button>
            )}
            {permitted(projectOpen.name) && state === 'draft' && (
              <ConfirmAct
                decl={projectOpen}
                subject={id}
                version={version}
                toInput={() => ({})}
                question={s.openQuestion}
                button={{ type: 'primary', disabled: project.lacks.length > 0 }}
                onReload={onDone}
              >
                {s.opening}
              </ConfirmAct>
            )}
            {permitted(projectClose.name) && state === 'open' && (
              <ConfirmAct
                decl={projectClose}
                subject={id}
                version={version}
                toInput={({ reason }: { reason: string }) => ({ reason })}
                question={s.closeQuestion}
                fields={<ReasonField />}
                button={{ danger: true }}
                onReload={onDone}
              >
                {s.close}
              </ConfirmAct>
            )}
          </Space>
        }
      />
      <ProjectForm project={project} open={changing} onClose={() => setChanging(false)} onDone={onDone} />
    </>
  );
}

/** What an opening still lacks, with the clause that asks for it. */
function Opening({ project: { state, lacks } }: { project: Project }) {
  const s = useStrings(strings);
  const words = useWords();
  if (state !== 'draft') return null;
  const missing = openingNeeds.filter(({ code }) => lacks.includes(code));
  return missing.length === 0 ? (
    <Alert className="sc-project-lacks" type="success" showIcon title={s.ready} />
  ) : (
    <Alert
      className="sc-project-lacks"
      type="warning"
      showIcon
      title={s.lacksTitle}
      description={missing.map(({ code, clause, label }) => (
        <div key={code}>
          {words(label)} <span className="sc-faint">{clause}</span>
        </div>
      ))}
    />
  );
}

function Overview({ project }: { project: Project }) {
  const s = useStrings(strings);
  const words = useWords();
  const by = (person: { name: string } | null, at: string | null) =>
    person === null ? (
      '—'
    ) : (
      <span>
        {person.name} <TimeText at={at} />
      </span>
    );
  return (
    <Descriptions
      column={2}
      items={[
        { key: 'kind', label: s.kind, children: words(projectKindNames[project.kind]) },
        { key: 'vendor', label: s.vendor, children: project.vendor?.name ?? s.none },
        {
          key: 'period',
          label: s.period,
          children: <span className="sc-num">{`${project.startsOn} – ${project.endsOn}`}</span>,
        },
        { key: 'registered', label: s.registeredBy, children: by(project.registeredBy, project.registeredAt) },
        { key: 'opened', label: s.opened, children: by(project.openedBy, project.openedAt) },
        { key: 'closed', label: s.closed, children: by(project.closedBy, project.closedAt) },
        { key: 'remark', label: s.remark, children: project.remark || '—', span: 2 },
        ...(project.closeReason === null
          ? []
          : [{ key: 'reason', label: s.closeReason, children: project.closeReason, span: 2 }]),
      ]}
    />
  );
}
