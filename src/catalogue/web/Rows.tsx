import { type ReactNode, useState } from 'react';
import { Button } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { strings } from './strings.ts';

interface Props<Row, After> {
  items: readonly Row[];
  next: After | null;
  row: (one: Row) => ReactNode;
  /** Asks for the rows that follow, and shows them. */
  following: (after: After) => ReactNode;
}

/** One page of rows, and the next below it once it was asked for. */
export function Rows<Row extends { id: number }, After>({ items, next, row, following }: Props<Row, After>) {
  const s = useStrings(strings);
  const [wanted, setWanted] = useState(false);
  return (
    <>
      <ol className="sc-search-rows">
        {items.map((one) => (
          <li key={one.id}>{row(one)}</li>
        ))}
      </ol>
      {next !== null && (wanted ? following(next) : <Button onClick={() => setWanted(true)}>{s.more}</Button>)}
    </>
  );
}
