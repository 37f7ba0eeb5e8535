import { useEffect, useRef, useState } from 'react';
import { Progress } from '#/base/web/antd.ts';
import { BytesText } from '#/base/web/BytesText.tsx';
import { DigestText } from '#/base/web/DigestText.tsx';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { useReread, useView } from '#/base/web/query.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import type { DataColumn } from '#/base/web/table/columns.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { ProjectPick, useProjectPick } from '#/custody/web/door.ts';
import { packageList, packageProgress, packageShow, unitList } from '../rules/api/packages.ts';
import { packageStateNames } from '../rules/package.ts';
import { PackageDetail } from './PackageDetail.tsx';
import { ReadyUnits } from './ReadyUnits.tsx';
import { strings } from './strings.ts';
import { packageTones } from './tones.ts';

/** 成品制作 (5.6-5): what can be made, and packages. */
export function PackagesPage() {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const pick = useProjectPick();
  const { project } = pick;
  return (
    <>
      <PageHeader title={s.title} note={s.note} />
      <ProjectPick pick={pick} />
      {project !== null && (
        <>
          {permitted(unitList.name) && <ReadyUnits key={project.id} projectId={project.id} />}
          <Packages key={`${project.id}/packages`} projectId={project.id} />
        </>
      )}
    </>
  );
}

const everyMs = 1_000;

function Packages({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const [being, setBeing] = useState(true);
  const { data } = useView(packageProgress, { subject: projectId, input: {} }, being ? { every: everyMs } : {});
  const standing = data?.items.map(({ id, state }) => `${id} ${state}`).join();
  const reread = useReread();
  // What was made meanwhile is read anew, once.
  const known = useRef(standing);
  useEffect(() => {
    if (known.current !== undefined && known.current !== standing) reread(packageList, packageShow);
    known.current = standing;
  }, [standing, reread]);
  const isMaking = data === undefined || data.items.some(({ state }) => state === 'sealed');
  useEffect(() => setBeing(isMaking), [isMaking]);
  const columns = useColumns(data?.items ?? []);
  return (
    <DataTable
      tableKey="products.packages"
      view={packageList}
      subject={projectId}
      title={s.packages}
      rowKey={(row) => row.id}
      columns={columns}
      detail={{ title: (row) => row.number, body: (row) => <PackageDetail id={row.id} />, size: 880 }}
      empty={s.packagesEmpty}
    />
  );
}

function useColumns(
  progress: readonly { id: string; made: number; units: number }[],
): DataColumn<RowOf<typeof packageList>>[] {
  const s = useStrings(strings);
  const words = useWords();
  return [
    { key: 'number', title: s.number, always: true, render: (row) => <span className="sc-num">{row.number}</span> },
    {
      key: 'state',
      title: s.state,
      always: true,
      render: (row) => {
        const now = progress.find(({ id }) => id === row.id);
        const tag = <StatusTag tone={packageTones[row.state]}>{words(packageStateNames[row.state])}</StatusTag>;
        return row.state === 'sealed' && now ? (
          <span className="sc-products-progress">
            {tag}
            <Progress
              percent={Math.floor((now.made * 100) / now.units)}
              size="small"
              showInfo={false}
              aria-label={s.progress(now.made, now.units)}
            />
          </span>
        ) : (
          tag
        );
      },
    },
    { key: 'units', title: s.units, align: 'right', render: (row) => <span className="sc-num">{row.units}</span> },
    { key: 'images', title: s.images, align: 'right', render: (row) => <span className="sc-num">{row.images}</span> },
    { key: 'bytes', title: s.bytes, align: 'right', render: (row) => <BytesText bytes={row.bytes} /> },
    { key: 'seal', title: s.seal, render: (row) => <DigestText digest={row.seal} head={8} /> },
    { key: 'by', title: s.sealedBy, render: (row) => row.sealedBy.name },
    { key: 'at', title: s.sealedAt, render: (row) => <TimeText at={row.sealedAt} /> },
  ];
}
