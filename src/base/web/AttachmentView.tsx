import { attachmentOpen, attachmentRead } from '#/base/rules/api/files.ts';
import { Skeleton } from './antd.ts';
import { Drawer } from './Drawer.tsx';
import { BytesText } from './BytesText.tsx';
import { streamAddress } from './client.ts';
import { useStrings } from './locale.tsx';
import { ProblemAlert } from './ProblemAlert.tsx';
import { useView } from './query.tsx';
import { strings } from './pages/strings.ts';

function Shown({ id }: { id: string }) {
  const s = useStrings(strings).attachments;
  const opened = useView(attachmentOpen, { subject: id });
  const file = opened.data;
  if (opened.problem !== null) return <ProblemAlert problem={opened.problem} />;
  if (file === undefined) return <Skeleton active />;
  const address = streamAddress(attachmentRead, file.grant);
  return (
    <div className="sc-attachment">
      <p>
        {file.fileName} <span className="sc-faint">{file.mediaType}</span> <BytesText bytes={file.bytes} />{' '}
        <a href={address} target="_blank" rel="noreferrer">
          {s.download}
        </a>
      </p>
      {file.mediaType.startsWith('image/') ? (
        <img src={address} alt={file.fileName} />
      ) : (
        <p className="sc-faint">{s.noPreview}</p>
      )}
    </div>
  );
}

/** Opens an attachment over the page; a recorded read, so nothing is fetched before. */
export function AttachmentDrawer({ id, onClose }: { id: string | null; onClose: () => void }) {
  const s = useStrings(strings).attachments;
  return (
    <Drawer open={id !== null} onClose={onClose} title={s.open} size="min(960px, 94vw)" destroyOnHidden>
      {id !== null && <Shown id={id} />}
    </Drawer>
  );
}
