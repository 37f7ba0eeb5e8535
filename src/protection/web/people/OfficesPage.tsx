import { useState } from 'react';
import type { OutputOf } from '#/base/rules/declare.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Card, Descriptions, Form, Input, Segmented, Skeleton, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { SelectView } from '#/base/web/SelectView.tsx';
import { usePermitted, useSession } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { officeActivate, officeAppoint, officeList, personList } from '../../rules/api/people.ts';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { ReasonField } from '#/base/web/fields/ReasonField.tsx';
import { strings } from './strings.ts';

type OfficeRow = OutputOf<typeof officeList>['offices'][number];
type Seat = 'principal' | 'deputy';
interface Asked {
  act: 'appoint' | 'activate';
  row: OfficeRow;
}

/** 三员 (5.6-8): who holds each office, and appointments by the two others. */
export function OfficesPage() {
  const s = useStrings(strings).offices;
  const list = useView(officeList, {});
  // The form keeps its office while its drawer slides shut.
  const [asked, setAsked] = useState<Asked | null>(null);
  const [open, setOpen] = useState(false);
  const ask = (next: Asked): void => {
    setAsked(next);
    setOpen(true);
  };
  const form = { open, onClose: () => setOpen(false) };
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <ProblemAlert problem={list.problem} />
      {list.data === undefined && list.problem === null && <Skeleton active />}
      <div className="sc-offices">
        {list.data?.offices.map((row) => (
          <OfficeCard key={row.office} row={row} onAsk={(act) => ask({ act, row })} />
        ))}
      </div>
      {asked?.act === 'appoint' && <AppointForm row={asked.row} {...form} />}
      {asked?.act === 'activate' && <ActivateForm row={asked.row} {...form} />}
    </>
  );
}

function OfficeCard({ row, onAsk }: { row: OfficeRow; onAsk: (act: Asked['act']) => void }) {
  const s = useStrings(strings).offices;
  const words = useWords();
  const permitted = usePermitted();
  const { roles } = useSession();
  // Nobody moves his own office: the server refuses it too.
  const mayAsk = permitted(officeAppoint.name) && !roles.includes(row.office);
  const seat = (person: { id: string; name: string } | null) =>
    person === null ? (
      <span className="sc-faint">{s.none}</span>
    ) : (
      <Space size={12}>
        {person.name}
        {person.id === row.active.id && <StatusTag tone="done">{s.active}</StatusTag>}
      </Space>
    );
  return (
    <Card
      title={<h2 className="sc-card-title">{words(roleNames[row.office])}</h2>}
      {...(mayAsk && {
        actions: [
          <Button key="appoint" type="link" onClick={() => onAsk('appoint')}>
            {s.appoint}
          </Button>,
          <Button key="activate" type="link" disabled={row.deputy === null} onClick={() => onAsk('activate')}>
            {s.activate}
          </Button>,
        ],
      })}
    >
      <p className="sc-faint sc-office-duty">{s.duties[row.office]}</p>
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'holder', label: s.holder, children: seat(row.holder) },
          { key: 'deputy', label: s.deputy, children: seat(row.deputy) },
          { key: 'since', label: s.since, children: <TimeText at={row.since} /> },
        ]}
      />
      {!mayAsk && permitted(officeAppoint.name) && <p className="sc-faint sc-small sc-office-own">{s.own}</p>}
    </Card>
  );
}

interface FormProps {
  row: OfficeRow;
  open: boolean;
  onClose: () => void;
}

function SeatField() {
  const s = useStrings(strings).offices;
  return (
    <Form.Item name="seat" label={s.seat}>
      <Segmented options={(['principal', 'deputy'] as const).map((value) => ({ value, label: s.seats[value] }))} />
    </Form.Item>
  );
}

interface Appointment {
  seat: Seat;
  personId?: string | null;
  orderId: string[];
  orderNumber: string;
}

function AppointForm({ row, open, onClose }: FormProps) {
  const s = useStrings(strings).offices;
  const words = useWords();
  return (
    <FormDrawer
      decl={officeAppoint}
      subject={row.office}
      title={`${words(officeAppoint.label)} · ${words(roleNames[row.office])}`}
      open={open}
      onClose={onClose}
      initial={{ seat: 'deputy' }}
      toInput={({ seat, personId, orderId, orderNumber }: Appointment) => ({
        seat,
        personId: personId ?? null,
        orderId: orderId[0] ?? '',
        orderNumber,
      })}
    >
      <SeatField />
      <PersonField />
      <Form.Item name="orderNumber" label={s.orderNumber} rules={[{ required: true, message: s.required }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <AttachmentsField name="orderId" label={s.order} purpose="officer-order" max={1} required />
    </FormDrawer>
  );
}

/** A principal is always named; a deputy may be relieved without a successor. */
function PersonField() {
  const s = useStrings(strings).offices;
  const principal = Form.useWatch<Seat | undefined>('seat') === 'principal';
  return (
    <Form.Item
      name="personId"
      label={s.person}
      extra={principal ? s.personOfArchive : s.personNote}
      rules={[{ required: principal, message: s.required }]}
    >
      <SelectView
        view={personList}
        input={{}}
        search={(text) => ({ text })}
        option={(one) => ({
          value: one.id,
          label: one.name,
          note: one.party.name,
          disabled: one.party.kind !== 'archive' || one.account === null,
        })}
      />
    </Form.Item>
  );
}

function ActivateForm({ row, open, onClose }: FormProps) {
  const s = useStrings(strings).offices;
  const words = useWords();
  const other: Seat = row.active.id === row.holder.id ? 'deputy' : 'principal';
  return (
    <FormDrawer
      decl={officeActivate}
      subject={row.office}
      title={`${s.activate} · ${words(roleNames[row.office])}`}
      open={open}
      onClose={onClose}
      initial={{ seat: other }}
      toInput={(values: { seat: Seat; reason: string }) => ({ seat: values.seat, reason: values.reason })}
    >
      <p className="sc-question">
        {s.active}: {row.active.name}
      </p>
      <SeatField />
      <ReasonField />
    </FormDrawer>
  );
}
