import { useDeferredValue, useState, type ReactNode } from 'react';
import type { SentOf } from '#/base/rules/declare.ts';
import { Button, Select } from './antd.ts';
import { useLanguage, useStrings } from './locale.tsx';
import { usePages } from './query.tsx';
import type { ListView, RowOf } from './room.ts';
import { strings } from './strings.ts';

interface Option {
  value: string;
  label: string;
  note?: string;
  disabled?: boolean;
}

export interface SelectViewProps<D extends ListView> {
  /** A list view; its rows become the options. */
  view: D;
  input: SentOf<D>;
  subject?: string | null;
  option: (row: RowOf<D>) => Option;
  /** Turns typed text into input, when the view itself can search; otherwise loaded rows are filtered. */
  search?: (text: string) => SentOf<D>;
  id?: string;
  value?: string | string[] | null | undefined;
  onChange?: (value: string | string[] | null) => void;
  multiple?: boolean;
  placeholder?: string;
  disabled?: boolean;
  'aria-label'?: string;
}

/** A choice among the rows of a view, page by page. */
export function SelectView<D extends ListView>(props: SelectViewProps<D>): ReactNode {
  const {
    view,
    input,
    subject = null,
    option,
    search,
    value,
    onChange,
    multiple = false,
    placeholder,
    ...rest
  } = props;
  const s = useStrings(strings);
  const { language } = useLanguage();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState(false);
  const typed = useDeferredValue(text.trim());
  const sent = search !== undefined && typed !== '' ? search(typed) : input;
  // Recorded views are not read before a person looks at the list, or a value needs its label.
  const wanted = opened || (value !== undefined && value !== null && value.length > 0);
  const pages = usePages(view, { subject, input: sent }, { enabled: wanted });
  const options = pages.rows.map(option);
  return (
    <Select<string | string[], Option>
      {...rest}
      {...(multiple && { mode: 'multiple' as const })}
      className="sc-grow"
      allowClear
      value={value ?? null}
      onChange={(next) => onChange?.(next ?? null)}
      placeholder={placeholder ?? (search === undefined ? s.table.choose : s.table.chooseOrType)}
      loading={pages.loading}
      onOpenChange={(open) => {
        if (open) setOpened(true);
      }}
      showSearch={
        search === undefined
          ? { optionFilterProp: 'label' }
          : { filterOption: false, searchValue: text, onSearch: setText }
      }
      options={options}
      optionRender={(one) => (
        <span className="sc-option">
          <span>{one.data.label}</span>
          {one.data.note !== undefined && <span className="sc-faint sc-small">{one.data.note}</span>}
        </span>
      )}
      notFoundContent={
        pages.problem !== null ? (
          <span className="sc-bad">{pages.problem[language]}</span>
        ) : pages.loading ? (
          s.loading
        ) : (
          s.table.emptyYet
        )
      }
      popupRender={(menu) => (
        <>
          {menu}
          {pages.more !== null && (
            <Button
              type="text"
              block
              loading={pages.loadingMore}
              onMouseDown={(e) => e.preventDefault()}
              onClick={pages.more}
            >
              {s.table.more}
            </Button>
          )}
        </>
      )}
    />
  );
}
