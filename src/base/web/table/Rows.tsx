import type { ReactNode } from 'react';
import { Empty, Table, type TableColumnType, type TableProps } from '../antd.ts';
import { CopyText } from '../DigestText.tsx';
import { useDensity } from '../density.tsx';
import { useStrings } from '../locale.tsx';
import type { Pages } from '../query.tsx';
import { strings } from '../strings.ts';
import type { DataColumn } from './columns.ts';
import { useRowKeys } from './row-keys.ts';

export interface RowsProps<Row> {
  pages: Pages<Row>;
  columns: readonly DataColumn<Row>[];
  rowKey: (row: Row) => string;
  rowActions: ((row: Row, refresh: () => void) => ReactNode) | undefined;
  open: ((row: Row) => void) | null;
  selection: { selected: readonly string[]; select: (keys: readonly string[]) => void } | null;
  /** Shown when there are none. */
  empty: string;
  full: boolean;
}

/** The rows of a DataTable: index, columns, actions, selection, keyboard. */
export function Rows<Row>(props: RowsProps<Row>) {
  const { pages, columns, rowKey, rowActions, open, selection, empty, full } = props;
  const s = useStrings(strings);
  const { density } = useDensity();
  const toggle = (row: Row): void => {
    if (selection === null) return;
    const key = rowKey(row);
    const { selected, select } = selection;
    select(selected.includes(key) ? selected.filter((one) => one !== key) : [...selected, key]);
  };
  const keys = useRowKeys(pages.rows, open, selection === null ? null : toggle);
  const index: TableColumnType<Row> = {
    key: '#',
    title: s.table.index,
    width: 64,
    align: 'right',
    className: 'sc-num sc-faint',
    render: (_value, _row, at) => at + 1,
  };
  const actions: TableColumnType<Row> = {
    key: '…',
    title: s.table.actions,
    fixed: 'end',
    render: (_value, row) => rowActions?.(row, pages.refresh),
  };
  const quiet = pages.loading || pages.problem !== null;
  return (
    // The rows inside take the focus; the keys bubble up to here.
    <div ref={keys.ref} role="presentation" onKeyDown={keys.onKeyDown}>
      <Table<Row>
        columns={[index, ...columns.map(columnOf), ...(rowActions === undefined ? [] : [actions])]}
        dataSource={pages.rows}
        rowKey={rowKey}
        size={density === 'compact' ? 'small' : 'middle'}
        pagination={false}
        loading={pages.loading}
        scroll={{ x: 'max-content' }}
        sticky={full ? true : { offsetHeader: 48 }}
        onRow={(row, at) => keys.rowProps(row, at ?? 0)}
        {...(selection !== null && { rowSelection: rowSelection(selection, pages.rows, s.table) })}
        locale={{ emptyText: quiet ? ' ' : <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty} /> }}
      />
    </div>
  );
}

function rowSelection<Row>(
  { selected, select }: NonNullable<RowsProps<Row>['selection']>,
  rows: readonly Row[],
  words: { selectAll: string; selectRow: (n: number) => string },
): NonNullable<TableProps<Row>['rowSelection']> {
  return {
    selectedRowKeys: [...selected],
    preserveSelectedRowKeys: true,
    onChange: (next) => select(next.map(String)),
    getTitleCheckboxProps: () => ({ 'aria-label': words.selectAll }),
    getCheckboxProps: (row) => ({ 'aria-label': words.selectRow(rows.indexOf(row) + 1) }),
  };
}

function columnOf<Row>(column: DataColumn<Row>): TableColumnType<Row> {
  const { key, title, width, align, copy, render } = column;
  return {
    key,
    title,
    ...(width !== undefined && { width }),
    ...(align !== undefined && { align }),
    render: (_value: unknown, row: Row) =>
      copy === undefined ? render(row) : <CopyText text={copy(row)}>{render(row)}</CopyText>,
  };
}
