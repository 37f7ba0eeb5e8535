import { useEffect, useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Alert, Form, Input, Select, Table } from '#/base/web/antd.ts';
import { fill, type Params } from '#/base/rules/refusal.ts';
import type { OutputOf } from '#/base/rules/declare.ts';
import { tableWarnings } from '#/base/rules/tables-in/messages.ts';
import { AttachmentsField } from '#/base/web/fields/AttachmentsField.tsx';
import { RadioField } from '#/base/web/fields/RadioField.tsx';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { ProblemAlert } from '#/base/web/ProblemAlert.tsx';
import { useView } from '#/base/web/query.tsx';
import { projectShow } from '#/engagement/rules/api/projects.ts';
import { importLook, importStart } from '../rules/api/imports.ts';
import { type ImportField, importFieldNames, importFields, type Mapping } from '../rules/catalogue-import.ts';
import { importStrings } from './import-strings.ts';
import { strings } from './strings.ts';

interface Values {
  files: string[];
  sheet?: string;
  headerRow?: number;
  schemeId: string;
  keeper: string;
  fonds?: string;
  dry: boolean;
  mapping?: Partial<Record<ImportField, number | null>>;
}

const mappingOf = (chosen: Values['mapping'], suggested: Mapping): Mapping =>
  Object.fromEntries(
    importFields.flatMap((field) => {
      const column = chosen?.[field] === undefined ? suggested[field] : chosen[field];
      return column === undefined || column === null ? [] : [[field, column]];
    }),
  );

/** 导入目录: upload, look, say which column is what; a trial first. */
export function ImportDrawer({
  projectId,
  open,
  onClose,
  onDone,
}: {
  projectId: string;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  const [suggested, setSuggested] = useState<Mapping>({});
  const toInput = ({ files, sheet, headerRow, schemeId, keeper, fonds = '', dry, mapping }: Values) => ({
    ...{ attachmentId: files[0] ?? '', schemeId, keeper, dry, fonds: fonds.trim() === '' ? null : fonds },
    ...(sheet !== undefined && { sheet }),
    ...(headerRow !== undefined && { headerRow }),
    mapping: mappingOf(mapping, suggested),
  });
  return (
    <FormDrawer
      decl={importStart}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={820}
      initial={{ dry: true }}
      toInput={toInput}
      onDone={onDone}
    >
      <Fields projectId={projectId} open={open} onSuggested={setSuggested} />
    </FormDrawer>
  );
}

function Fields({
  projectId,
  open,
  onSuggested,
}: {
  projectId: string;
  open: boolean;
  onSuggested: (mapping: Mapping) => void;
}) {
  const s = useStrings(strings);
  const t = useStrings(importStrings);
  const files = (Form.useWatch('files') as string[] | undefined) ?? [];
  const { data } = useView(projectShow, { subject: projectId }, { enabled: open });
  const required = [{ required: true, message: s.required }];
  const options = (of: readonly (readonly [string, string])[]) =>
    [...new Map(of)].map(([value, label]) => ({ value, label }));
  return (
    <>
      <AttachmentsField
        name="files"
        label={t.catalogueFile}
        purpose="catalogue"
        max={1}
        required
        missing={s.required}
        accept=".xlsx,.xls,.csv,.txt,.dbf"
      />
      {files[0] !== undefined && <Look projectId={projectId} attachmentId={files[0]} onSuggested={onSuggested} />}
      <div className="sc-form-pair">
        <Form.Item name="schemeId" label={s.scheme} rules={required}>
          <Select options={options((data?.scopes ?? []).map(({ scheme }) => [scheme.id, scheme.name]))} />
        </Form.Item>
        <Form.Item name="keeper" label={s.keeper} rules={required}>
          <Select
            options={options(
              (data?.members ?? [])
                .filter(({ role }) => role === 'archiveKeeper')
                .map(({ person }) => [person.id, person.name]),
            )}
          />
        </Form.Item>
      </div>
      <Form.Item name="fonds" label={s.fonds} extra={s.fondsNote}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      <RadioField
        name="dry"
        label={t.importMode}
        options={[
          { value: true, label: t.importDry },
          { value: false, label: t.importReal },
        ]}
      />
    </>
  );
}

type Looked = OutputOf<typeof importLook>;

function Look({
  projectId,
  attachmentId,
  onSuggested,
}: {
  projectId: string;
  attachmentId: string;
  onSuggested: (mapping: Mapping) => void;
}) {
  const t = useStrings(importStrings);
  const words = useWords();
  const { language } = useLanguage();
  const sheet = Form.useWatch('sheet') as string | undefined;
  const headerRow = Form.useWatch('headerRow') as number | undefined;
  const reading = { ...(sheet !== undefined && { sheet }), ...(headerRow !== undefined && { headerRow }) };
  const { data, problem, refetch } = useView(importLook, { subject: projectId, input: { attachmentId, ...reading } });
  const mapping = data?.mapping;
  useEffect(() => {
    if (mapping !== undefined) onSuggested(mapping);
  }, [mapping, onSuggested]);
  if (problem !== null) return <ProblemAlert problem={problem} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  const columns = data.headings.map((heading, index) => ({ value: index, label: `${index + 1} ${heading}` }));
  return (
    <>
      {data.warnings.map(({ code, params }) => (
        <Alert
          key={code}
          type="warning"
          showIcon
          className="sc-warnings"
          title={fill(tableWarnings[code as keyof typeof tableWarnings][language].what, params as Params, language)}
          description={fill(
            tableWarnings[code as keyof typeof tableWarnings][language].next,
            params as Params,
            language,
          )}
        />
      ))}
      <div className="sc-form-pair">
        {data.sheets.length > 1 && (
          <Form.Item name="sheet" label={t.sheet} initialValue={data.sheet}>
            <Select options={data.sheets.map(({ name }) => ({ value: name, label: name }))} />
          </Form.Item>
        )}
        <Form.Item name="headerRow" label={t.headerRow} extra={data.remembered ? t.remembered : t.suggested}>
          <Select
            placeholder={String(data.headerRow)}
            options={data.top.map(({ row, cells }) => ({
              value: row,
              label: `${row} ${cells.slice(0, 6).join(' · ')}`,
            }))}
          />
        </Form.Item>
      </div>
      <div className="sc-mapping">
        {importFields.map((field) => (
          <Form.Item key={field} name={['mapping', field]} label={words(importFieldNames[field])}>
            <Select
              allowClear
              placeholder={placeholderOf(data, field) ?? t.notImported}
              options={[{ value: null, label: t.notImported }, ...columns]}
            />
          </Form.Item>
        ))}
      </div>
      <Preview looked={data} />
    </>
  );
}

const placeholderOf = ({ mapping, headings }: Looked, field: ImportField): string | null => {
  const column = mapping[field];
  return column === undefined ? null : `${column + 1} ${headings[column] ?? ''}`;
};

/** The first rows, as they stand in the file. */
function Preview({ looked }: { looked: Looked }) {
  const t = useStrings(importStrings);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is scrolled by keys as well
    <div className="sc-preview" role="region" aria-label={t.preview} tabIndex={0}>
      <Table<Looked['top'][number]>
        size="small"
        rowKey={({ row }) => row}
        dataSource={looked.top.filter(({ row }) => row > looked.headerRow).slice(0, 5)}
        pagination={false}
        columns={looked.headings.slice(0, 12).map((heading, index) => ({
          title: heading,
          render: (_, row) => <span className="sc-long">{row.cells[index] ?? ''}</span>,
        }))}
      />
    </div>
  );
}
