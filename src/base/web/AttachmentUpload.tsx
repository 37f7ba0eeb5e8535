import {
  CheckCircleFilled,
  CloseCircleFilled,
  DeleteOutlined,
  InboxOutlined,
  LoadingOutlined,
  ReloadOutlined,
} from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { attachmentBegin, attachmentBytes, attachmentFinish } from '#/base/rules/api/files.ts';
import type { SentOf } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { Button, Progress } from './antd.ts';
import { problemOf, type Client } from './client.ts';
import { useLanguage, useStrings } from './locale.tsx';
import { useClient } from './query.tsx';
import { strings } from './strings.ts';

export type AttachmentPurpose = SentOf<typeof attachmentBegin>['purpose'];

type State = 'hashing' | 'sending' | 'finishing' | 'done' | 'failed';
interface Item {
  key: string;
  file: File;
  state: State;
  share: number;
  attachmentId: string | null;
  problem: Problem | null;
}

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** begin → bytes → finish: the digest is taken here, so the server can tell a byte lost on the way. */
async function send(
  client: Client,
  purpose: AttachmentPurpose,
  file: File,
  show: (change: Partial<Item>) => void,
): Promise<string> {
  show({ state: 'hashing', share: 0, problem: null });
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  show({ state: 'sending' });
  const begun = await client.call(attachmentBegin, { input: { purpose, fileName: file.name } });
  if (begun.state === 'pending') throw new Error('an attachment never waits for approval');
  const { attachmentId, grant } = begun.output;
  await client.upload(attachmentBytes, grant, file, (share) => show({ share }));
  show({ state: 'finishing', share: 1 });
  await client.call(attachmentFinish, { subject: attachmentId, input: { sha256 } });
  return attachmentId;
}

export interface AttachmentUploadProps {
  purpose: AttachmentPurpose;
  /** Value of the form field: ids of finished attachments. */
  value?: readonly string[];
  onChange?: (ids: string[]) => void;
  /** Number of files; 1 by default. */
  max?: number;
  maxMegabytes?: number;
  /** `accept` of the file field. */
  accept?: string;
  /** What is sent of a chosen file, e.g. a photograph made smaller; the file itself otherwise. */
  prepare?: (file: File) => Promise<File>;
  id?: string;
  /** The same with their names, for a form that must know which is which. */
  onFiles?: (files: { id: string; fileName: string }[]) => void;
  /** True while a file is on its way: keep the submit button shut. */
  onBusy?: (busy: boolean) => void;
}

interface Uploads {
  items: readonly Item[];
  add: (files: readonly File[]) => void;
  retry: (item: Item) => void;
  remove: (item: Item) => void;
}

const asItIs = (file: File): Promise<File> => Promise.resolve(file);

const isBusy = (item: Item): boolean => item.state !== 'done' && item.state !== 'failed';

function useUploads({ purpose, onChange, onFiles, onBusy, prepare = asItIs }: AttachmentUploadProps): Uploads {
  const client = useClient();
  const [items, setItems] = useState<readonly Item[]>([]);
  const report = useRef({ onChange, onFiles, onBusy });
  useEffect(() => {
    report.current = { onChange, onFiles, onBusy };
  });
  const touched = useRef(false);
  useEffect(() => {
    // An empty value reported before anybody chose a file would already be marked as missing.
    if (items.length === 0 && !touched.current) return;
    touched.current = true;
    report.current.onBusy?.(items.some(isBusy));
    const arrived = items.flatMap(({ attachmentId, file }) =>
      attachmentId === null ? [] : [{ id: attachmentId, fileName: file.name }],
    );
    report.current.onChange?.(arrived.map(({ id }) => id));
    report.current.onFiles?.(arrived);
  }, [items]);
  const change = (key: string, part: Partial<Item>): void =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...part } : item)));
  const start = (item: Item): void => {
    prepare(item.file)
      .then((file) => send(client, purpose, file, (part) => change(item.key, part)))
      .then((attachmentId) => change(item.key, { state: 'done', attachmentId }))
      .catch((error: unknown) => change(item.key, { state: 'failed', problem: problemOf(error) }));
  };
  return {
    items,
    add: (files) => {
      const fresh = { state: 'hashing', share: 0, attachmentId: null, problem: null } as const;
      const added = files.map((file): Item => ({ ...fresh, key: crypto.randomUUID(), file }));
      setItems((all) => [...all, ...added]);
      added.forEach(start);
    },
    retry: start,
    remove: (item) => setItems((all) => all.filter((one) => one.key !== item.key)),
  };
}

interface DropZoneProps {
  maxMegabytes: number;
  multiple: boolean;
  accept: string | undefined;
  onFiles: (files: readonly File[]) => void;
}

function DropZone({ maxMegabytes, multiple, accept, onFiles }: DropZoneProps) {
  const s = useStrings(strings);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is a short cut; the button does the same
    <div
      role="group"
      aria-label={s.upload.choose}
      className={`sc-drop${over ? ' sc-drop-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <Button icon={<InboxOutlined aria-hidden />} onClick={() => input.current?.click()}>
        {s.upload.choose}
      </Button>
      <span className="sc-faint">
        {s.upload.drop} · {s.upload.limit(maxMegabytes)}
      </span>
      <input
        ref={input}
        type="file"
        className="sc-hidden"
        tabIndex={-1}
        aria-label={s.upload.choose}
        multiple={multiple}
        accept={accept}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** A form control: sends each file as it is chosen; its value is the ids of those that arrived. */
export function AttachmentUpload(props: AttachmentUploadProps) {
  const { max = 1, maxMegabytes = 100, accept, id } = props;
  const s = useStrings(strings);
  const uploads = useUploads(props);
  const [tooLarge, setTooLarge] = useState(false);
  const take = (files: readonly File[]): void => {
    const chosen = files.slice(0, max - uploads.items.length);
    const fit = chosen.filter((file) => file.size <= maxMegabytes * 1024 * 1024);
    setTooLarge(fit.length < chosen.length);
    uploads.add(fit);
  };
  return (
    <div className="sc-upload" id={id}>
      {uploads.items.length < max && (
        <DropZone maxMegabytes={maxMegabytes} multiple={max > 1} accept={accept} onFiles={take} />
      )}
      {tooLarge && (
        <div role="alert" className="sc-bad">
          {s.upload.tooLarge(maxMegabytes)}
        </div>
      )}
      <ul className="sc-plain-list" aria-live="polite">
        {uploads.items.map((item) => (
          <li key={item.key}>
            <UploadLine item={item} onRetry={() => uploads.retry(item)} onRemove={() => uploads.remove(item)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function UploadLine({ item, onRetry, onRemove }: { item: Item; onRetry: () => void; onRemove: () => void }) {
  const s = useStrings(strings);
  const { language } = useLanguage();
  const busy = isBusy(item);
  return (
    <div className="sc-upload-line">
      {busy ? (
        <LoadingOutlined aria-hidden />
      ) : item.state === 'done' ? (
        <CheckCircleFilled className="sc-good" aria-hidden />
      ) : (
        <CloseCircleFilled className="sc-bad" aria-hidden />
      )}
      <span className="sc-upload-name">{item.file.name}</span>
      <span className={item.state === 'failed' ? 'sc-bad' : 'sc-faint'}>
        {item.problem === null ? s.upload[item.state] : `${s.upload.failed}: ${item.problem[language]}`}
      </span>
      {item.state === 'sending' && (
        <Progress percent={Math.round(item.share * 100)} size="small" aria-label={item.file.name} />
      )}
      {item.state === 'failed' && (
        <Button
          type="text"
          size="small"
          icon={<ReloadOutlined aria-hidden />}
          aria-label={s.upload.retry}
          onClick={onRetry}
        />
      )}
      {!busy && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden />}
          aria-label={`${s.upload.remove} ${item.file.name}`}
          onClick={onRemove}
        />
      )}
    </div>
  );
}
