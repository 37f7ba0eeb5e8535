import { Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { ConfirmAct } from '#/base/web/ActForm.tsx';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { unscannedAdd, unscannedWithdraw } from '../../rules/api/captures.ts';
import { type Face, faceNames, faces } from '../../rules/capture.ts';
import { strings } from '../strings.ts';
import type { Capture } from './useStation.ts';

interface Values {
  pages: number;
  face: Exclude<Face, 'blank'>;
  place: string;
  reason: string;
}

/** §7.1: what is not scanned, and why. */
export function Unscanned({ capture }: { capture: Capture }) {
  const s = useStrings(strings);
  const words = useWords();
  const options = faces
    .filter((face) => face !== 'blank')
    .map((face) => ({ value: face, label: words(faceNames[face]) }));
  return (
    <section className="sc-card sc-pad">
      <h3>{s.unscanned}</h3>
      {capture.unscanned.length === 0 ? (
        <p className="sc-faint">{s.unscannedNote}</p>
      ) : (
        <ul className="sc-capture-quarantine">
          {capture.unscanned.map(({ id, pages, place, reason }) => (
            <li key={id}>
              <span>{s.unscannedLine(pages, place, reason)}</span>
              <ConfirmAct
                decl={unscannedWithdraw}
                subject={capture.unitId}
                question={s.unscannedLine(pages, place, reason)}
                toInput={() => ({ unscannedId: id })}
                button={{ size: 'small' }}
              >
                {s.withdraw}
              </ConfirmAct>
            </li>
          ))}
        </ul>
      )}
      <ConfirmAct<typeof unscannedAdd, Values>
        decl={unscannedAdd}
        subject={capture.unitId}
        question={s.unscannedNote}
        initial={{ pages: 1, face: 'page' }}
        fields={
          <>
            <Form.Item name="pages" label={s.pages} rules={[{ required: true }]}>
              <InputNumber min={1} max={10_000} precision={0} />
            </Form.Item>
            <Form.Item name="face" label={s.face} rules={[{ required: true }]}>
              <Select options={options} />
            </Form.Item>
            <Form.Item name="place" label={s.place} rules={[{ required: true }]}>
              <Input maxLength={100} autoComplete="off" />
            </Form.Item>
            <ReasonField />
          </>
        }
        toInput={({ pages, face, place, reason }) => ({ pages, face, place, reason })}
      >
        {s.addUnscanned}
      </ConfirmAct>
    </section>
  );
}
