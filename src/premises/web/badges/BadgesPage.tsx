import { useState } from 'react';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Space } from '#/base/web/antd.ts';
import { AttachmentDrawer } from '#/base/web/AttachmentView.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { usePrint } from '#/base/web/PrintPreview.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag, type Tone } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { badgeIssue, badgeList, badgeLose, badgePrint, badgeReturn, badgeScan } from '../../rules/api/badges.ts';
import { type BadgeState, badgeStateNames, badgeStates } from '../../rules/badges.ts';
import { GroupForm } from './GroupForm.tsx';
import { IssueForm } from './IssueForm.tsx';
import { strings } from './strings.ts';

type Badge = RowOf<typeof badgeList>;

const tones: Record<BadgeState, Tone> = { issued: 'done', expired: 'attention', returned: 'off', lost: 'alarm' };

/** 工牌 (4.7-1): who has which, printed from here. */
export function BadgesPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [issuing, setIssuing] = useState<{ personId: string | null } | null>(null);
  const [group, setGroup] = useState(false);
  const [photo, setPhoto] = useState<string | null>(null);
  const paper = usePrint(badgePrint);
  const print = (badges: readonly string[]): void => void paper.print({ input: { badges: [...badges] } });
  const columns = useColumns(setPhoto);
  const actions = { onPrint: print, onReplace: (personId: string) => setIssuing({ personId }) };
  return (
    <>
      <PageHeader
        title={words(badgeList.label)}
        note={s.note}
        actions={
          permitted(badgeIssue.name) && (
            <Space>
              <Button onClick={() => setGroup(true)}>{s.issueGroup}</Button>
              <Button type="primary" onClick={() => setIssuing({ personId: null })}>
                {s.issue}
              </Button>
            </Space>
          )
        }
      />
      <ProblemAlert problem={paper.problem} />
      <DataTable
        tableKey="premises.badges"
        view={badgeList}
        rowKey={(row) => row.id}
        filters={[
          { kind: 'text', name: 'text', label: s.search },
          {
            kind: 'choice',
            name: 'state',
            label: s.state,
            options: badgeStates.map((value) => ({ value, label: words(badgeStateNames[value]) })),
          },
        ]}
        columns={columns}
        {...(permitted(badgePrint.name) && {
          batch: (rows: readonly Badge[]) => (
            <Button
              type="primary"
              size="small"
              loading={paper.busy}
              disabled={rows.some(({ state }) => state !== 'issued')}
              onClick={() => print(rows.map(({ id }) => id))}
            >
              {s.printChosen}
            </Button>
          ),
        })}
        rowActions={(row) => <Actions badge={row} {...actions} />}
        empty={s.empty}
      />
      <IssueForm issuing={issuing} onClose={() => setIssuing(null)} onIssued={(badgeId) => print([badgeId])} />
      <GroupForm open={group} onClose={() => setGroup(false)} onIssued={print} />
      <AttachmentDrawer id={photo} onClose={() => setPhoto(null)} />
      {paper.preview}
    </>
  );
}

/** The register; photographs one at a time, for whoever compares faces at the door. */
function useColumns(onPhoto: (photoId: string) => void): DataColumn<Badge>[] {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const day = (on: string) => <span className="sc-num">{on}</span>;
  const photo: DataColumn<Badge> = {
    key: 'photo',
    title: s.photo,
    render: ({ photoId }) =>
      photoId === null ? (
        <span className="sc-faint">{s.photoPurged}</span>
      ) : (
        <Button type="link" size="small" onClick={() => onPhoto(photoId)}>
          {s.photoOpen}
        </Button>
      ),
  };
  return [
    { key: 'number', title: s.number, always: true, render: (row) => day(row.number) },
    { key: 'person', title: s.person, always: true, render: (row) => row.person.name },
    { key: 'party', title: s.party, render: (row) => row.party },
    {
      key: 'state',
      title: s.state,
      always: true,
      render: (row) => <StatusTag tone={tones[row.state]}>{words(badgeStateNames[row.state])}</StatusTag>,
    },
    { key: 'issued', title: s.issuedOn, render: (row) => day(row.issuedOn) },
    { key: 'until', title: s.validUntil, render: (row) => day(row.validUntil) },
    { key: 'by', title: s.issuedBy, render: (row) => row.issuedBy.name },
    ...(permitted(badgeScan.name) ? [photo] : []),
    { key: 'closedAt', title: s.closedAt, render: (row) => <TimeText at={row.closedAt} /> },
    { key: 'closedBy', title: s.closedBy, render: (row) => row.closedBy?.name ?? '—', hidden: true },
    { key: 'remark', title: s.remark, render: (row) => row.closeRemark || '—', hidden: true },
  ];
}

function Actions({
  badge,
  onPrint,
  onReplace,
}: {
  badge: Badge;
  onPrint: (badges: readonly string[]) => void;
  onReplace: (personId: string) => void;
}) {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const me = useSession().person.id;
  const { id, version, number, person, state } = badge;
  if (state !== 'issued' && state !== 'expired') return null;
  const other = person.id !== me;
  const remark = (required: boolean) => (
    <Form.Item name="remark" label={s.remark} rules={[{ required, whitespace: required, message: s.required }]}>
      <Input.TextArea rows={2} maxLength={300} />
    </Form.Item>
  );
  return (
    <Space size={4}>
      {permitted(badgePrint.name) && state === 'issued' && (
        <Button type="link" size="small" onClick={() => onPrint([id])}>
          {s.print}
        </Button>
      )}
      {permitted(badgeIssue.name) && other && (
        <Button type="link" size="small" onClick={() => onReplace(person.id)}>
          {s.reissue}
        </Button>
      )}
      {permitted(badgeReturn.name) && other && (
        <ConfirmAct
          decl={badgeReturn}
          subject={id}
          version={version}
          toInput={(values: { remark?: string }) => ({ remark: values.remark ?? '' })}
          question={s.takeBackQuestion(number, person.name)}
          fields={remark(false)}
          button={{ type: 'link', size: 'small' }}
        >
          {s.takeBack}
        </ConfirmAct>
      )}
      {permitted(badgeLose.name) && (
        <ConfirmAct
          decl={badgeLose}
          subject={id}
          version={version}
          toInput={(values: { remark: string }) => values}
          question={s.loseQuestion(number, person.name)}
          fields={remark(true)}
          button={{ type: 'link', size: 'small', danger: true }}
        >
          {s.lose}
        </ConfirmAct>
      )}
    </Space>
  );
}
