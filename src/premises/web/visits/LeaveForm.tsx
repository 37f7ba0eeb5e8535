import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input } from '#/base/web/antd.ts';
import { useStrings, useWords, useListing } from '#/base/web/locale.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { visitLeave } from '../../rules/api/visits.ts';
import { type Belonging, belongingNames } from '../../rules/visits.ts';
import { type DoorValues, useIssueOpened, ViolationFields, violationOf } from './DoorFields.tsx';
import { type Scan, ScannedPerson } from './ScannedPerson.tsx';
import { strings } from './strings.ts';

/** Whoever leaves, as the register or his badge tells of him. */
export interface Leaving {
  id: string;
  version: number;
  name: string;
  organisation: string;
  enteredAt: string;
  deposited: readonly Belonging[];
  locker: string | null;
  visitorCard: string | null;
  scan: Scan | null;
}

/** 离场登记: what he handed in goes back to him, and what he carries is looked at (4.6-4). */
export function LeaveForm({ leaving, open, onClose }: { leaving: Leaving | null; open: boolean; onClose: () => void }) {
  const s = useStrings(strings);
  const tellIssue = useIssueOpened();
  return (
    <FormDrawer
      decl={visitLeave}
      subject={leaving?.id ?? null}
      {...(leaving !== null && { version: leaving.version })}
      open={open}
      onClose={onClose}
      onDone={tellIssue}
      toInput={(values: DoorValues) => ({ remark: values.remark ?? '', violation: violationOf(values) })}
    >
      {leaving !== null && <WhoLeaves leaving={leaving} />}
      <Form.Item name="remark" label={s.remark}>
        <Input maxLength={300} autoComplete="off" />
      </Form.Item>
      <ViolationFields />
    </FormDrawer>
  );
}

function WhoLeaves({ leaving }: { leaving: Leaving }) {
  const s = useStrings(strings);
  const list = useListing();
  const words = useWords();
  const { scan, name, organisation, deposited, locker, visitorCard } = leaving;
  const things = list(deposited.map((code) => words(belongingNames[code])));
  return (
    <>
      {scan === null ? (
        <p>
          <b>{name}</b> · {organisation}
        </p>
      ) : (
        <ScannedPerson scan={scan} />
      )}
      <p>
        {s.since} <TimeText at={leaving.enteredAt} />
      </p>
      {things !== '' && (
        <p>
          {s.locker} <b>{locker ?? '—'}</b> · {things}
        </p>
      )}
      <p className="sc-form-note">
        {s.leaveQuestion} {visitorCard !== null && s.takeCard(visitorCard)}
      </p>
    </>
  );
}
