import { attachmentOpen, attachmentRead } from '#/base/rules/api/files.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { roleNames } from '#/base/rules/roles.ts';
import { Skeleton } from '#/base/web/antd.ts';
import { streamAddress } from '#/base/web/client.ts';
import { useStrings, useWords, useListing } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { badgeScan } from '../../rules/api/badges.ts';
import { strings } from './strings.ts';

export type Scan = OutputOf<typeof badgeScan>;

/** Whose badge it is: the face to compare with (4.7-2), who he is, and whether he works here today. */
export function ScannedPerson({ scan }: { scan: Scan }) {
  const s = useStrings(strings);
  const list = useListing();
  const words = useWords();
  return (
    <section className="sc-scanned" aria-label={scan.person.name}>
      {scan.photoId === null ? (
        <div className="sc-scanned-face sc-faint">{s.noPhoto}</div>
      ) : (
        <Face id={scan.photoId} name={scan.person.name} />
      )}
      <div>
        <p className="sc-scanned-name">{scan.person.name}</p>
        <p>{scan.party}</p>
        {scan.roles.length === 0 ? (
          <StatusTag tone="alarm">{s.noRole}</StatusTag>
        ) : (
          <p>{list(scan.roles.map((role) => words(roleNames[role])))}</p>
        )}
        <p className="sc-faint sc-num">
          {s.badge} {scan.number} · {s.validUntil(scan.validUntil)}
        </p>
      </div>
    </section>
  );
}

/** A recorded read: opened for the one who stands at the door, and for nobody before. */
function Face({ id, name }: { id: string; name: string }) {
  const opened = useView(attachmentOpen, { subject: id });
  if (opened.problem !== null) return <ProblemAlert problem={opened.problem} />;
  if (opened.data === undefined) return <Skeleton.Avatar active shape="square" size={112} />;
  return <img className="sc-scanned-face" src={streamAddress(attachmentRead, opened.data.grant)} alt={name} />;
}
