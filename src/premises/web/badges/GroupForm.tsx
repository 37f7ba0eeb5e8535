import { useEffect, useMemo, useRef, useState } from 'react';
import type { OutputOf, SentOf } from '#/base/rules/declare.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Form, Table } from '#/base/web/antd.ts';
import { AttachmentUpload } from '#/base/web/AttachmentUpload.tsx';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { SelectView } from '#/base/web/SelectView.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { projectList } from '#/engagement/rules/api/projects.ts';
import { staffList } from '#/engagement/rules/api/staff.ts';
import { badgeIssueMany, badgeList } from '../../rules/api/badges.ts';
import { matchPhotos, type NamedPhoto, strayPhotos } from './match-photos.ts';
import { portraitOf } from './portrait.ts';
import { strings } from './strings.ts';

interface Values {
  project: string;
  validUntil: string;
}

type People = SentOf<typeof badgeIssueMany>['people'];

/** 成批发放: a project's people who have no badge, their photographs by name, one print run. */
export function GroupForm({
  open,
  onClose,
  onIssued,
}: {
  open: boolean;
  onClose: () => void;
  onIssued: (badges: readonly string[]) => void;
}) {
  const [people, setPeople] = useState<People>([]);
  const s = useStrings(strings);
  return (
    <FormDrawer
      decl={badgeIssueMany}
      open={open}
      onClose={onClose}
      size={820}
      toInput={({ validUntil }: Values) => ({ validUntil, people })}
      onDone={({ badges }: OutputOf<typeof badgeIssueMany>) => onIssued(badges)}
    >
      <Form.Item name="project" label={s.project} rules={[{ required: true, message: s.required }]}>
        <SelectView
          view={projectList}
          input={{}}
          option={({ id, number, name }) => ({ value: id, label: `${number} ${name}` })}
        />
      </Form.Item>
      <Group open={open} onPeople={setPeople} />
    </FormDrawer>
  );
}

/** Staff at work in the project who have no badge that is not back. */
function useWithoutBadge(projectId: string | null, open: boolean) {
  const enabled = open && projectId !== null;
  const staff = useView(staffList, { subject: projectId ?? '', input: { limit: 200 } }, { enabled });
  const issued = useView(badgeList, { input: { state: 'issued', limit: 200 } }, { enabled });
  const rows = useMemo(() => {
    const held = new Set(issued.data?.items.map(({ person }) => person.id));
    const working = (staff.data?.items ?? []).filter(
      ({ state, person }) => state === 'working' && !held.has(person.id),
    );
    return [...new Map(working.map((row) => [row.person.id, row])).values()].toReversed();
  }, [staff.data, issued.data]);
  return {
    rows,
    problem: staff.problem ?? issued.problem,
    known: staff.data !== undefined && issued.data !== undefined,
  };
}

function Group({ open, onPeople }: { open: boolean; onPeople: (people: People) => void }) {
  const s = useStrings(strings);
  const form = Form.useFormInstance();
  const projectId = (Form.useWatch('project') as string | undefined) ?? null;
  const { rows, problem, known } = useWithoutBadge(projectId, open);
  const [photos, setPhotos] = useState<readonly NamedPhoto[]>([]);
  const [busy, setBusy] = useState(false);
  const busyNow = useRef(false);
  const matched = useMemo(
    () =>
      matchPhotos(
        rows.map(({ person }) => person),
        photos,
      ),
    [rows, photos],
  );
  useEffect(
    () => onPeople([...matched].slice(0, 50).map(([personId, photoId]) => ({ personId, photoId }))),
    [matched, onPeople],
  );
  const last = rows.find(({ until }) => until !== null)?.until ?? null;
  useEffect(() => {
    // A list of staff has one last day: their badges hold as long.
    if (last !== null && form.getFieldValue('validUntil') === undefined) form.setFieldValue('validUntil', last);
  }, [form, last]);
  if (problem !== null) return <ProblemAlert problem={problem} />;
  const stray = strayPhotos(photos, matched);
  return (
    <>
      <Form.Item name="validUntil" label={s.validUntil} rules={[{ required: true, message: s.required }]}>
        <DayPicker />
      </Form.Item>
      {projectId !== null && known && rows.length === 0 && <Alert type="info" showIcon title={s.groupNobody} />}
      {rows.length > 0 && (
        <>
          <Form.Item
            name="photos"
            label={s.groupPhotos}
            extra={s.groupPhotosNote}
            required
            validateTrigger={['onChange', 'onSubmit']}
            rules={[
              { validator: () => (busyNow.current ? Promise.reject(new Error(s.groupBusy)) : Promise.resolve()) },
              {
                validator: () =>
                  matched.size > 0 || busy ? Promise.resolve() : Promise.reject(new Error(s.photoMissing)),
              },
            ]}
          >
            <AttachmentUpload
              purpose="badge-photo"
              max={50}
              accept="image/jpeg,image/png"
              prepare={portraitOf}
              onFiles={setPhotos}
              onBusy={(now) => {
                busyNow.current = now;
                setBusy(now);
              }}
            />
          </Form.Item>
          {!busy && stray.length > 0 && (
            <Alert
              type="warning"
              showIcon
              className="sc-warnings"
              title={s.groupStray(stray.map(({ fileName }) => fileName).join('、'))}
            />
          )}
          <Alert type="info" showIcon className="sc-warnings" title={s.groupCount(matched.size, rows.length)} />
          <GroupTable rows={rows} matched={matched} />
        </>
      )}
    </>
  );
}

type Row = ReturnType<typeof useWithoutBadge>['rows'][number];

function GroupTable({ rows, matched }: { rows: Row[]; matched: ReadonlyMap<string, string> }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <Table<Row>
      size="small"
      rowKey={({ id }) => id}
      dataSource={rows}
      pagination={false}
      columns={[
        { title: s.person, render: (_, row) => row.person.name },
        { title: s.party, render: (_, row) => row.party },
        { title: s.role, render: (_, row) => words(roleNames[row.role]) },
        { title: s.until, render: (_, row) => <span className="sc-num">{row.until ?? '—'}</span> },
        {
          title: s.photo,
          render: (_, row) =>
            matched.has(row.person.id) ? (
              <StatusTag tone="done">{s.groupHasPhoto}</StatusTag>
            ) : (
              <StatusTag tone="attention">{s.groupNoPhoto}</StatusTag>
            ),
        },
      ]}
    />
  );
}
