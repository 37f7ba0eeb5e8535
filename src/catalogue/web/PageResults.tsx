import { Link } from 'react-router';
import { Skeleton } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { pageSearch } from '../rules/api/search.ts';
import { type Asked, addressOf } from './asked.ts';
import { Pieces } from './Pieces.tsx';
import { Rows } from './Rows.tsx';
import { strings } from './strings.ts';

type Answer = OutputOf<typeof pageSearch>;
type After = Answer['next'];
type Page = Answer['items'][number];

const inputOf = ({ query, from, to, fonds }: Asked) => ({ query, from, to, fonds });

/** 全文: pages by what was read of them. */
export function PageResults({ asked }: { asked: Asked }) {
  const s = useStrings(strings);
  const { data, problem, refetch } = useView(pageSearch, { input: inputOf(asked) });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const { count, more, items, next } = data;
  return (
    <section className="sc-card sc-pad">
      <div className="sc-search-head">
        <b role="status">{more ? s.pageCountMore(count) : s.pageCount(count)}</b>
      </div>
      {items.length === 0 ? <p className="sc-empty">{s.none}</p> : <Pages asked={asked} items={items} next={next} />}
    </section>
  );
}

interface PagesProps {
  asked: Asked;
  items: readonly Page[];
  next: After;
}

const Pages = ({ asked, items, next }: PagesProps) => (
  <Rows
    items={items}
    next={next}
    row={(page) => <Row page={page} asked={asked} />}
    following={(after) => <NextRows asked={asked} after={after} />}
  />
);

function Row({ page: { unitId, code, title, page, text }, asked }: { page: Page; asked: Asked }) {
  const s = useStrings(strings);
  return (
    <>
      <Link to={`/search/${unitId}?${addressOf(asked)}&page=${page}`}>
        {title === '' ? code : title} {s.pageOf(page)}
      </Link>
      <p className="sc-search-facts">
        <b className="sc-num">{code}</b>
      </p>
      <p className="sc-search-hit">
        <Pieces pieces={text} />
      </p>
    </>
  );
}

function NextRows({ asked, after }: { asked: Asked; after: NonNullable<After> }) {
  const { data, problem, refetch } = useView(pageSearch, { input: { ...inputOf(asked), after } });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton active /> : <Pages asked={asked} items={data.items} next={data.next} />;
}
