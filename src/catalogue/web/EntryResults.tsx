import { useState } from 'react';
import { Link } from 'react-router';
import { Button, Select, Skeleton } from '#/base/web/antd.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { readableDate } from '#/description/rules/date.ts';
import { levelNames } from '#/description/rules/field.ts';
import { entrySearch, sorts } from '../rules/api/search.ts';
import { type Asked, addressOf, type FacetKey, facetKeys } from './asked.ts';
import { Pieces } from './Pieces.tsx';
import { Rows } from './Rows.tsx';
import { strings } from './strings.ts';

type Answer = OutputOf<typeof entrySearch>;
type Entry = Answer['items'][number];
type After = Answer['next'];
type Ask = (next: Asked) => void;

const inputOf = ({ query, from, to, sort, fonds, level, retention, decade }: Asked) => ({
  ...{ query, from, to, sort, fonds, level, retention, decade },
});

export function EntryResults({ asked, onAsk }: { asked: Asked; onAsk: Ask }) {
  const s = useStrings(strings);
  const [exact, setExact] = useState(false);
  const { data, problem, refetch } = useView(entrySearch, { input: { ...inputOf(asked), exact } });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton active />;
  const { count, more, items, next, facets } = data;
  return (
    <div className="sc-search-found">
      <aside className="sc-card sc-pad" aria-label={s.facetsOf(count)}>
        {facets !== null && <Facets asked={asked} facets={facets} partly={more ? count : null} onAsk={onAsk} />}
      </aside>
      <section className="sc-card sc-pad">
        <div className="sc-search-head">
          <b role="status">{more ? s.countMore(count) : s.count(count)}</b>
          {more && <Button onClick={() => setExact(true)}>{s.exact}</Button>}
          <Select
            aria-label={s.sort}
            className="sc-search-sort"
            value={asked.sort}
            options={sorts.map((value) => ({ value, label: s[value] }))}
            onChange={(sort) => onAsk({ ...asked, sort })}
          />
        </div>
        {items.length === 0 ? (
          <p className="sc-empty">{s.none}</p>
        ) : (
          <Entries asked={asked} items={items} next={next} />
        )}
      </section>
    </div>
  );
}

interface EntriesProps {
  asked: Asked;
  items: readonly Entry[];
  next: After;
}

const Entries = ({ asked, items, next }: EntriesProps) => (
  <Rows
    items={items}
    next={next}
    row={(entry) => <Row entry={entry} asked={asked} />}
    following={(after) => <NextRows asked={asked} after={after} />}
  />
);

function NextRows({ asked, after }: { asked: Asked; after: NonNullable<After> }) {
  const { data, problem, refetch } = useView(entrySearch, { input: { ...inputOf(asked), after } });
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton active /> : <Entries asked={asked} items={data.items} next={data.next} />;
}

function Row({ entry, asked }: { entry: Entry; asked: Asked }) {
  const s = useStrings(strings);
  const words = useWords();
  const { language } = useLanguage();
  const { unitId, code, level, fonds, title, date, author, retention, found } = entry;
  return (
    <>
      <Link to={`/search/${unitId}?${addressOf(asked)}`}>{title.length > 0 ? <Pieces pieces={title} /> : code}</Link>
      <p className="sc-search-facts">
        <b className="sc-num">{code}</b>
        <span className="sc-num">{date === '' ? s.noDate : readableDate(date)}</span>
        {author !== '' && <span>{author}</span>}
        <span>{fonds}</span>
        <span>{words(levelNames[level])}</span>
        {retention !== '' && <span>{retention}</span>}
      </p>
      {found.map((field) => (
        <p key={field.en} className="sc-search-hit">
          <span className="sc-faint">{field[language]}</span> <Pieces pieces={field.text} />
        </p>
      ))}
    </>
  );
}

interface FacetsProps {
  asked: Asked;
  facets: NonNullable<Answer['facets']>;
  /** Of how many rows the figures are, where there are more. */
  partly: number | null;
  onAsk: Ask;
}

/** 分面: figures of what was found; choosing one narrows it. */
function Facets({ asked, facets, partly, onAsk }: FacetsProps) {
  const s = useStrings(strings);
  const words = useWords();
  const label = (key: FacetKey, one: { key: string; label: string }): string =>
    key === 'level' ? words(levelNames[one.key === 'item' ? 'item' : 'volume']) : one.label;
  const set = (key: FacetKey, value: string | null): void =>
    onAsk({ ...asked, [key]: key === 'decade' && value !== null ? Number(value) : value });
  return (
    <>
      {partly !== null && <p className="sc-faint sc-small">{s.facetsOf(partly)}</p>}
      {facetKeys.map((key) => (
        <div key={key} className="sc-search-facet">
          <h3>
            {s[key]}
            {asked[key] !== null && (
              <Button type="link" size="small" aria-label={`${s.clear} ${s[key]}`} onClick={() => set(key, null)}>
                {s.clear}
              </Button>
            )}
          </h3>
          <ul>
            {facets[key].map((one) => (
              <li key={one.key}>
                <button type="button" aria-pressed={String(asked[key]) === one.key} onClick={() => set(key, one.key)}>
                  <span>{label(key, one)}</span>
                  <span className="sc-num sc-faint">{one.count}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}
