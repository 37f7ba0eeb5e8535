import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Checkbox, Empty, Form, Input, Select } from '#/base/web/antd.ts';
import { formatBytes } from '#/base/web/BytesText.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import type { OutputOf } from '#/base/rules/declare.ts';
import { footageImport, footageInbox } from '../../rules/api/footage.ts';
import { nameTroubleNames, outcomeNames, problemNames } from '../../rules/footage.ts';
import type { Month } from './FootagePage.tsx';
import { MomentField } from './MomentField.tsx';
import { strings } from './strings.ts';

type Inbox = OutputOf<typeof footageInbox>;

/** As many as the act takes. */
const mostAtOnce = 200;

interface Row {
  name: string;
  chosen?: boolean;
  from?: string | null;
  to?: string | null;
}

interface Values {
  cameraId: string;
  files: Row[];
}

interface Props {
  open: boolean;
  cameras: Month['cameras'];
  onClose: () => void;
}

/** 导入录像: files that a recorder exported, chosen in the server's inbox, with the camera that made them. */
export function ImportDrawer({ open, cameras, onClose }: Props) {
  const s = useStrings(strings);
  const [camera, setCamera] = useState<string | null>(null);
  const { data, problem, refetch } = useView(footageInbox, {}, { enabled: open });
  const files = (data?.files ?? []).filter(({ waiting }) => !waiting);
  if (!open) return null;
  if (data === undefined) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  return (
    <FormDrawer
      // Another list is another form: a row must never send the file that stood there before.
      key={files.map(({ name }) => name).join('/')}
      decl={footageImport}
      subject={camera}
      open={open}
      onClose={onClose}
      size={860}
      initial={{
        files: files
          .map(({ name, from, to }) => ({ name, from, to, chosen: from !== null }))
          .map((row, index) => ({ ...row, chosen: row.chosen && index < mostAtOnce })),
      }}
      toInput={({ files: rows }: Values) => ({
        files: rows
          .filter(({ chosen }) => chosen === true)
          .map(({ name, from, to }) => ({ name, from: from ?? '', to: to ?? null })),
      })}
    >
      <ProblemAlert problem={problem} onRetry={() => void refetch()} />
      <p className="sc-faint">{s.inboxNote(data.folder)}</p>
      <Form.Item name="cameraId" label={s.camera} rules={[{ required: true, message: s.required }]}>
        <Select options={cameras.map(({ id, code }) => ({ value: id, label: code }))} onChange={setCamera} />
      </Form.Item>
      {files.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.inboxEmpty} />
      ) : (
        <fieldset className="sc-ranges">
          <legend>{s.chooseFiles}</legend>
          <Form.List name="files">
            {(rows) =>
              rows.map(({ key, name }) => {
                const file = files[name];
                return file && <FileRow key={key} index={name} file={file} />;
              })
            }
          </Form.List>
        </fieldset>
      )}
      <Refused files={data.refused} />
      <Recent intakes={data.intakes} />
    </FormDrawer>
  );
}

function FileRow({ index, file }: { index: number; file: Inbox['files'][number] }) {
  const s = useStrings(strings);
  const chosen = (Form.useWatch(['files', index, 'chosen']) as boolean | undefined) === true;
  return (
    <div className="sc-inbox-row">
      <Form.Item name={[index, 'name']} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={[index, 'chosen']} valuePropName="checked">
        <Checkbox>
          <span className="sc-long">{file.name}</span>{' '}
          <span className="sc-faint sc-num">{formatBytes(file.bytes)}</span>
        </Checkbox>
      </Form.Item>
      {chosen && (
        <div className="sc-form-pair">
          <MomentField name={[index, 'from']} label={s.fileFrom} />
          <MomentField name={[index, 'to']} label={s.fileTo} required={false} />
        </div>
      )}
      {!chosen && file.from === null && <p className="sc-faint sc-small">{s.noTime}</p>}
    </div>
  );
}

/** Files that cannot be chosen: each by its name, with what to do. */
function Refused({ files }: { files: Inbox['refused'] }) {
  const s = useStrings(strings);
  const words = useWords();
  if (files.length === 0) return null;
  return (
    <section className="sc-recent" aria-label={s.refusedFiles}>
      <h3>{s.refusedFiles}</h3>
      <ul>
        {files.map(({ name, trouble }) => (
          <li key={name}>
            <span className="sc-long">{name}</span>{' '}
            <StatusTag tone="alarm">{words(nameTroubleNames[trouble])}</StatusTag>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recent({ intakes }: { intakes: Inbox['intakes'] }) {
  const s = useStrings(strings);
  const words = useWords();
  if (intakes.length === 0) return null;
  return (
    <section className="sc-recent" aria-label={s.recentImports}>
      <h3>{s.recentImports}</h3>
      <ul>
        {intakes.slice(0, 5).flatMap((intake) =>
          intake.files.map(({ name, state, outcome, problem }) => (
            <li key={`${intake.requestedAt}/${name}`}>
              <TimeText at={intake.requestedAt} /> <span className="sc-num">{intake.camera.code}</span>{' '}
              <span className="sc-long">{name}</span>
              {state === 'waiting' && <StatusTag tone="active">{s.waiting}</StatusTag>}
              {state === 'taken' && (
                <StatusTag tone={problem === null ? 'done' : 'attention'}>
                  {problem === null ? s.taken : `${s.taken} · ${words(problemNames[problem])}`}
                </StatusTag>
              )}
              {state === 'failed' && (
                <StatusTag tone="alarm">{outcome !== null && words(outcomeNames[outcome])}</StatusTag>
              )}
            </li>
          )),
        )}
      </ul>
    </section>
  );
}
