/** The table of every list page: query form, toolbar, keyset pages, keyboard, details in a drawer. */
import { useMemo, useState, type ReactNode } from 'react';
import type { SentOf } from '#/base/rules/declare.ts';
import { Button } from '../antd.ts';
import { Drawer } from '../Drawer.tsx';
import { useStrings } from '../locale.tsx';
import { ProblemAlert } from '../ProblemAlert.tsx';
import { usePages, type Pages } from '../query.tsx';
import type { ListView, RowOf } from '../room.ts';
import { useSession } from '../session.ts';
import { strings } from '../strings.ts';
import { shownColumns, type DataColumn } from './columns.ts';
import { filtersToInput, type FilterField, type FilterValues } from './filters.ts';
import { QueryForm } from './QueryForm.tsx';
import { Rows } from './Rows.tsx';
import { useColumnSettings, useFiltering } from './saved-state.ts';
import { Toolbar } from './Toolbar.tsx';

export interface DataTableProps<D extends ListView> {
  /** Names the saved columns and filters; stable, e.g. `protection.accounts`. */
  tableKey: string;
  view: D;
  subject?: string | null;
  /** Input that the page itself decides. */
  fixed?: Partial<SentOf<D>>;
  columns: readonly DataColumn<RowOf<D>>[];
  rowKey: (row: RowOf<D>) => string;
  filters?: readonly FilterField[];
  /** First values of the query form. */
  initialFilters?: FilterValues;
  title?: ReactNode;
  /** New, import … left of the tools. */
  actions?: ReactNode;
  /** Last column, fixed. */
  rowActions?: (row: RowOf<D>, refresh: () => void) => ReactNode;
  /** Opened by a click or Enter; `detail` opens a drawer, `onOpen` whatever the page likes. */
  detail?: Detail<RowOf<D>>;
  onOpen?: (row: RowOf<D>) => void;
  /** Buttons of the selection bar; rows can be selected when given. */
  batch?: (rows: readonly RowOf<D>[], clear: () => void) => ReactNode;
  /** Says what will appear here. */
  empty?: string;
}

export function DataTable<D extends ListView>(props: DataTableProps<D>): ReactNode {
  type Row = RowOf<D>;
  const { tableKey, view, subject = null, fixed, columns, rowKey, filters = [], initialFilters, detail, batch } = props;
  const s = useStrings(strings);
  const zone = useSession().site.timeZone;
  const [full, setFull] = useState(false);
  const [opened, setOpened] = useState<Row | null>(null);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const settings = useColumnSettings(tableKey, columns);
  const { form, values, setValues, saved } = useFiltering(tableKey, filters, initialFilters ?? {});

  const fixedText = JSON.stringify(fixed);
  const input = useMemo(
    () => ({ ...filtersToInput(filters, values, zone), ...fixed }) as SentOf<D>,
    // Labels of fields change with the language, their names do not; `fixed` is compared by its text.
    [fixedText, values, zone], // eslint-disable-line react-hooks/exhaustive-deps
  );
  const pages = usePages(view, { subject, input });
  const open = props.onOpen ?? (detail === undefined ? null : setOpened);
  const query = (next: FilterValues): void => {
    setSelected([]);
    setValues(next);
    // The same question again is a wish for fresh rows.
    if (JSON.stringify(next) === JSON.stringify(values)) pages.refresh();
  };
  const onApply = (filter: { values: FilterValues }): void => {
    form.resetFields();
    form.setFieldsValue(filter.values);
    query(filter.values);
  };
  // What the page itself decides is no filter of the person's.
  const filtered = Object.keys(filtersToInput(filters, values, zone)).length > 0;
  return (
    <div className={`sc-data${full ? ' sc-data-full' : ''}`}>
      {filters.length > 0 && (
        <QueryForm form={form} name={tableKey} fields={filters} onQuery={query} initial={initialFilters} />
      )}
      <div className="sc-card">
        <Toolbar
          title={props.title}
          actions={props.actions}
          columns={settings}
          filters={filters.length === 0 ? null : { ...saved, onApply }}
          full={full}
          onFull={() => setFull(!full)}
          onRefresh={pages.refresh}
        />
        {batch !== undefined && selected.length > 0 && (
          <SelectionBar count={selected.length} onClear={() => setSelected([])}>
            {batch(
              pages.rows.filter((row) => selected.includes(rowKey(row))),
              () => setSelected([]),
            )}
          </SelectionBar>
        )}
        <ProblemAlert problem={pages.problem} onRetry={pages.refresh} />
        <Rows<Row>
          pages={pages}
          columns={shownColumns(columns, settings.state)}
          rowKey={rowKey}
          rowActions={props.rowActions}
          open={open}
          selection={batch === undefined ? null : { selected, select: setSelected }}
          empty={filtered ? s.table.empty : (props.empty ?? s.table.emptyYet)}
          full={full}
        />
        <Foot pages={pages} keys={open === null ? null : batch === undefined ? s.table.keys : s.table.keysSelect} />
      </div>
      {detail !== undefined && <DetailDrawer detail={detail} row={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}

function SelectionBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  const s = useStrings(strings);
  return (
    <div className="sc-selection" role="status">
      <b>{s.table.selected(count)}</b>
      <Button type="link" size="small" onClick={onClear}>
        {s.table.clearSelection}
      </Button>
      <span className="sc-selection-actions">{children}</span>
    </div>
  );
}

interface Detail<Row> {
  title: (row: Row) => string;
  body: (row: Row) => ReactNode;
  size?: number;
}

function DetailDrawer<Row>({ detail, row, onClose }: { detail: Detail<Row>; row: Row | null; onClose: () => void }) {
  return (
    <Drawer
      open={row !== null}
      onClose={onClose}
      size={detail.size ?? 640}
      title={row === null ? '' : detail.title(row)}
      destroyOnHidden
    >
      {row !== null && detail.body(row)}
    </Drawer>
  );
}

function Foot({ pages, keys }: { pages: Pages<unknown>; keys: string | null }) {
  const s = useStrings(strings);
  if (pages.rows.length === 0) return null;
  return (
    <div className="sc-table-foot">
      {keys !== null && <span className="sc-faint sc-small sc-table-hint">{keys}</span>}
      <span role="status">
        {pages.more === null ? s.table.allLoaded(pages.rows.length) : s.table.loaded(pages.rows.length)}
      </span>
      {pages.more !== null && (
        <Button loading={pages.loadingMore} onClick={pages.more}>
          {s.table.more}
        </Button>
      )}
    </div>
  );
}
