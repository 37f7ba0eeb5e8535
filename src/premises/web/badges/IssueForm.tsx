import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input } from '#/base/web/antd.ts';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { DayPicker } from '#/base/web/DateTimePicker.tsx';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { PersonSelect } from '#/protection/web/door.ts';
import { badgeIssue, badgeList } from '../../rules/api/badges.ts';
import { formerFates } from '../../rules/badges.ts';
import { portraitOf } from './portrait.ts';
import { strings } from './strings.ts';

interface Values {
  person: string;
  photoId?: string[];
  validUntil: string;
  former?: { fate?: (typeof formerFates)[number]; remark?: string };
}

const toInput = ({ photoId, validUntil, former }: Values) => ({
  photoId: photoId?.[0] ?? null,
  validUntil,
  former: former?.fate === undefined ? null : { fate: former.fate, remark: former.remark ?? '' },
});

/** 发放工牌, to whoever is chosen in it or was chosen before. */
export function IssueForm({
  issuing,
  onClose,
  onIssued,
}: {
  issuing: { personId: string | null } | null;
  onClose: () => void;
  onIssued: (badgeId: string) => void;
}) {
  const s = useStrings(strings);
  const [chosen, setChosen] = useState<string | null>(null);
  const personId = issuing?.personId ?? chosen;
  const required = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={badgeIssue}
      subject={personId}
      open={issuing !== null}
      onClose={onClose}
      initial={issuing?.personId ? { person: issuing.personId } : {}}
      toInput={toInput}
      onDone={({ badgeId }: OutputOf<typeof badgeIssue>) => onIssued(badgeId)}
    >
      <Form.Item name="person" label={s.person} extra={s.personNote} rules={required}>
        <PersonSelect onChange={(value) => setChosen(typeof value === 'string' ? value : null)} />
      </Form.Item>
      <OfPerson personId={issuing === null ? null : personId} />
      <Form.Item name="validUntil" label={s.validUntil} rules={required}>
        <DayPicker />
      </Form.Item>
    </FormDrawer>
  );
}

/** What depends on the badges he had: the photograph on the last one, and what became of the one he holds. */
function OfPerson({ personId }: { personId: string | null }) {
  const s = useStrings(strings);
  const former = useView(badgeList, { input: { personId: personId ?? '', limit: 20 } }, { enabled: personId !== null });
  const badges = personId === null ? [] : (former.data?.items ?? []);
  const held = badges.find(({ state }) => state === 'issued' || state === 'expired');
  const kept = badges.some(({ photoId }) => photoId !== null);
  return (
    <>
      <ProblemAlert problem={former.problem} onRetry={() => void former.refetch()} />
      {held !== undefined && (
        <>
          <RadioField
            name={['former', 'fate']}
            label={s.former}
            extra={s.formerHeld(held.number)}
            rules={[{ required: true, message: s.required }]}
            options={formerFates.map((value) => ({ value, label: s.fates[value] }))}
          />
          <Form.Item name={['former', 'remark']} label={s.formerRemark}>
            <Input maxLength={300} autoComplete="off" />
          </Form.Item>
        </>
      )}
      <AttachmentsField
        name="photoId"
        label={s.photo}
        purpose="badge-photo"
        max={1}
        required={!kept}
        missing={s.photoMissing}
        note={kept ? s.photoKept : s.photoNote}
        accept="image/jpeg,image/png"
        prepare={portraitOf}
      />
    </>
  );
}
