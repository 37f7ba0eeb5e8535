import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input } from '#/base/web/antd.ts';
import { DateTimePicker } from '#/base/web/DateTimePicker.tsx';
import { useStrings } from '#/base/web/locale.tsx';
import { PrintViewDrawer } from '#/base/web/PrintPreview.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { disinfectionEnter, disinfectionList, disinfectionPrint } from '../rules/api/damage.ts';
import { damageStrings } from './damage-strings.ts';
import { CodesField, linesOf } from './CodeFields.tsx';
import { ProjectPick, useProjectPick } from './ProjectPick.tsx';
import { strings } from './strings.ts';

/** 消毒杀虫 (6.7-4): before what needs it goes back to its shelf. */
export function Disinfections() {
  const t = useStrings(damageStrings);
  const permitted = usePermitted();
  const pick = useProjectPick();
  const [open, setOpen] = useState(false);
  const [turn, setTurn] = useState(0);
  const { project } = pick;
  return (
    <>
      <ProjectPick pick={pick} />
      {project !== null && (
        <>
          {permitted(disinfectionEnter.name) && (
            <div className="sc-custody-bar">
              <Button type="primary" onClick={() => setOpen(true)}>
                {t.enterDisinfection}
              </Button>
            </div>
          )}
          <Table key={`${project.id}/${turn}`} projectId={project.id} />
          <EnterForm
            projectId={project.id}
            open={open}
            onClose={() => setOpen(false)}
            onDone={() => setTurn(turn + 1)}
          />
        </>
      )}
    </>
  );
}

function Table({ projectId }: { projectId: string }) {
  const t = useStrings(damageStrings);
  const permitted = usePermitted();
  const [printing, setPrinting] = useState<string | null>(null);
  return (
    <>
      <DataTable
        tableKey="custody.disinfections"
        view={disinfectionList}
        subject={projectId}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'number',
            title: t.number,
            always: true,
            render: (row) => <span className="sc-num">{row.number}</span>,
          },
          { key: 'method', title: t.disinfectionMethod, render: (row) => row.method },
          { key: 'place', title: t.disinfectionPlace, render: (row) => row.place },
          { key: 'doneBy', title: t.doneBy, render: (row) => row.doneBy },
          { key: 'from', title: t.startedAt, render: (row) => <TimeText at={row.startedAt} /> },
          { key: 'to', title: t.endedAt, render: (row) => <TimeText at={row.endedAt} /> },
          { key: 'count', title: t.count, always: true, render: (row) => row.count },
          { key: 'by', title: t.enteredBy, render: (row) => row.enteredBy.name },
        ]}
        rowActions={(row) =>
          permitted(disinfectionPrint.name) && (
            <Button type="link" size="small" onClick={() => setPrinting(row.id)}>
              {t.printDisinfection}
            </Button>
          )
        }
        empty={t.noDisinfections}
      />
      <PrintViewDrawer view={disinfectionPrint} subject={printing} onClose={() => setPrinting(null)} />
    </>
  );
}

interface Entered {
  codes: string;
  method: string;
  place: string;
  doneBy: string;
  startedAt: string;
  endedAt: string;
  remark?: string;
}

function EnterForm({
  projectId,
  open,
  onClose,
  onDone,
}: {
  projectId: string;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useStrings(damageStrings);
  const s = useStrings(strings);
  const required = [{ required: true, whitespace: true, message: s.required }];
  const chosen = [{ required: true, message: s.required }];
  return (
    <FormDrawer
      decl={disinfectionEnter}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={600}
      toInput={({ codes, method, place, doneBy, startedAt, endedAt, remark = '' }: Entered) => ({
        ...{ codes: linesOf(codes), method, place, doneBy, startedAt, endedAt, remark },
      })}
      onDone={onDone}
    >
      <CodesField open={open} note={t.codesNote} rows={5} />
      <Form.Item name="method" label={t.disinfectionMethod} rules={required}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <div className="sc-form-pair">
        <Form.Item name="place" label={t.disinfectionPlace} rules={required}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item name="doneBy" label={t.doneBy} rules={required}>
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </div>
      <Form.Item name="startedAt" label={t.startedAt} rules={chosen}>
        <DateTimePicker />
      </Form.Item>
      <Form.Item name="endedAt" label={t.endedAt} rules={chosen}>
        <DateTimePicker />
      </Form.Item>
      <Form.Item name="remark" label={t.remark}>
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}
