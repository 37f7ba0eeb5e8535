import { useState } from 'react';
import { Button } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { PageHeader } from '#/base/web/PageHeader.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { schemeAdd, schemeList } from '../../rules/api/scopes.ts';
import { type Grammar, labelOf } from '../../rules/archival-code/grammar.ts';
import { SchemeForm } from './SchemeForm.tsx';
import { strings } from './strings.ts';

/** 档号规则 (DA/T 13, DA/T 22). */
export function SchemesPage() {
  const s = useStrings(strings);
  const words = useWords();
  const permitted = usePermitted();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title={words(schemeList.label)}
        note={s.note}
        actions={
          permitted(schemeAdd.name) && (
            <Button type="primary" onClick={() => setAdding(true)}>
              {s.add}
            </Button>
          )
        }
      />
      <DataTable
        tableKey="engagement.schemes"
        view={schemeList}
        rowKey={(row) => row.id}
        columns={[
          { key: 'name', title: s.name, always: true, render: (row) => row.name },
          { key: 'pattern', title: s.pattern, always: true, render: (row) => <Pattern grammar={row.grammar} /> },
          { key: 'by', title: s.addedBy, render: (row) => row.addedBy.name },
          { key: 'at', title: s.addedAt, render: (row) => <TimeText at={row.addedAt} /> },
        ]}
        empty={s.empty}
      />
      <SchemeForm open={adding} onClose={() => setAdding(false)} />
    </>
  );
}

/** Its segments in order; what may be left out stands in brackets. */
export function Pattern({ grammar }: { grammar: Grammar }) {
  const words = useWords();
  return (
    <span className="sc-pattern">
      {grammar.segments.map((segment) => (
        <span key={segment.name}>
          {segment.before}
          <span className="sc-code-part">
            {segment.optional && '['}
            {words(labelOf(segment))}
            {segment.optional && ']'}
          </span>
        </span>
      ))}
    </span>
  );
}
