import { useState } from 'react';
import { Button, Space } from '#/base/web/antd.ts';
import { HappenedAt } from '#/base/web/LateBadge.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { issueList, issueOpen, issueStates } from '../../rules/api/issues.ts';
import { IssueDetail } from './IssueDetail.tsx';
import { issueTones } from './issue-tones.ts';
import { OpenForm } from './IssueForms.tsx';
import { strings } from './strings.ts';

/** 问题 → 整改 → 复查 (2.8-2). */
export function IssuesPage() {
  const s = useStrings(strings).issues;
  const permitted = usePermitted();
  const [opening, setOpening] = useState(false);
  return (
    <>
      <PageHeader
        title={s.title}
        note={s.note}
        actions={
          permitted(issueOpen.name) && (
            <Button type="primary" onClick={() => setOpening(true)}>
              {s.open}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="protection.issues"
        view={issueList}
        rowKey={(row) => row.id}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: issueStates.map((value) => ({ value, label: s.states[value] })),
          },
          { kind: 'choice', name: 'overdue', label: s.overdue, options: [{ value: true, label: s.onlyOverdue }] },
        ]}
        columns={[
          {
            key: 'number',
            title: s.number,
            always: true,
            render: (row) => <span className="sc-num">{row.number}</span>,
          },
          { key: 'title', title: s.name, always: true, render: (row) => <span className="sc-long">{row.title}</span> },
          {
            key: 'state',
            title: s.state,
            render: (row) => <StatusTag tone={issueTones[row.state]}>{s.states[row.state]}</StatusTag>,
          },
          {
            key: 'due',
            title: s.due,
            render: (row) => (
              <Space size={8}>
                <span className="sc-num">{row.dueOn}</span>
                {row.overdue && <StatusTag tone="alarm">{s.overdue}</StatusTag>}
              </Space>
            ),
          },
          { key: 'owner', title: s.owner, render: (row) => row.owner.name },
          { key: 'by', title: s.openedBy, render: (row) => row.openedBy.name },
          {
            key: 'at',
            title: s.foundAt,
            render: (row) => <HappenedAt at={row.occurredAt} late={row.late} />,
          },
        ]}
        detail={{
          title: (row) => `${row.number} ${row.title}`,
          body: (row) => <IssueDetail id={row.id} />,
          size: 720,
        }}
        empty={s.empty}
      />
      <OpenForm open={opening} onClose={() => setOpening(false)} />
    </>
  );
}
