import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { Button, Skeleton } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { levelNames } from '#/description/rules/field.ts';
import { ImageFrame, ImagePane } from '#/imaging/web/door.ts';
import { hitOpen } from '../rules/api/search.ts';
import { Pieces } from './Pieces.tsx';
import { strings } from './strings.ts';

type Hit = OutputOf<typeof hitOpen>;

/** 命中页: the image with its words boxed, beside what was described. */
export function HitPage() {
  const { unitId = '' } = useParams();
  const [params] = useSearchParams();
  const query = params.get('q') ?? '';
  const [page, setPage] = useState(Math.max(1, Number(params.get('page')) || 1));
  // What was shown stays while the boxes of the next page are asked for.
  const [last, setLast] = useState<Hit | null>(null);
  const { data, problem, refetch } = useView(hitOpen, { subject: unitId, input: { query, page } });
  if (data !== undefined && data !== last) setLast(data);
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (last === null) return <Skeleton active />;
  const boxes = data === undefined ? [] : data.boxes.map((box) => ({ page, ...box }));
  params.delete('page');
  return (
    <Shown hit={last} page={page} boxes={boxes} asked={query !== ''} back={`/search?${params}`} onPage={setPage} />
  );
}

interface ShownProps {
  hit: Hit;
  page: number;
  boxes: { page: number; x: number; y: number; width: number; height: number }[];
  asked: boolean;
  back: string;
  onPage: (page: number) => void;
}

function Shown({ hit, page, boxes, asked, back, onPage }: ShownProps) {
  const s = useStrings(strings);
  const words = useWords();
  const { language } = useLanguage();
  const { code, unitId, entries, pages } = hit;
  const [before, behind] = [pages.findLast((one) => one < page), pages.find((one) => one > page)];
  return (
    <>
      <PageHeader title={code} />
      <div className="sc-search-way">
        <Link to={back}>{s.back}</Link>
        {asked && <span role="status">{pages.length > 0 ? s.hits(pages.length) : s.noHits}</span>}
        {pages.length > 0 && (
          <>
            <Button size="small" disabled={before === undefined} onClick={() => before !== undefined && onPage(before)}>
              {s.previousHit}
            </Button>
            <Button size="small" disabled={behind === undefined} onClick={() => behind !== undefined && onPage(behind)}>
              {s.nextHit}
            </Button>
          </>
        )}
      </div>
      <div className="sc-search-hit-page">
        <ImageFrame label={s.images} tall>
          <ImagePane unitId={unitId} mark={null} boxes={boxes} page={page} onPage={onPage} empty={s.noImages} />
        </ImageFrame>
        <section className="sc-card sc-pad" aria-label={s.described}>
          {entries.map((entry) => (
            <div key={entry.code} className="sc-search-entry">
              <b className="sc-num">{entry.code}</b> <span className="sc-faint">{words(levelNames[entry.level])}</span>
              <dl>
                {entry.values.map((value) => (
                  <div key={value.field}>
                    <dt>{value[language]}</dt>
                    <dd>
                      <Pieces pieces={value.text} />
                    </dd>
                  </div>
                ))}
              </dl>
            </div>
          ))}
        </section>
      </div>
    </>
  );
}
