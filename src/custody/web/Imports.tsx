import { useState } from 'react';
import { purge } from '#/base/rules/api/files.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Space } from '#/base/web/antd.ts';
import { Drawer } from '#/base/web/Drawer.tsx';
import { useLanguage, useStrings, useWords } from '#/base/web/locale.tsx';
import { PurgeDrawer } from '#/base/web/pages/PurgeDrawer.tsx';
import type { RowOf } from '#/base/web/room.ts';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { DataTable } from '#/base/web/table/DataTable.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { importErrors, importList, importProblems } from '../rules/api/imports.ts';
import { importFieldNames } from '../rules/catalogue-import.ts';
import { importStrings } from './import-strings.ts';
import { strings } from './strings.ts';

type Import = RowOf<typeof importList>;

/** 目录导入: how each went, and what is wrong in its rows. */
export function Imports({ projectId }: { projectId: string }) {
  const s = useStrings(strings);
  const t = useStrings(importStrings);
  const permitted = usePermitted();
  const [opened, setOpened] = useState<Import | null>(null);
  const [exporting, setExporting] = useState<Import | null>(null);
  const [source, setSource] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  return (
    <>
      <DataTable
        key={turn}
        tableKey="custody.imports"
        view={importList}
        subject={projectId}
        rowKey={(row) => row.id}
        columns={[
          {
            key: 'file',
            title: t.catalogueFile,
            always: true,
            render: (row) => <span className="sc-long">{row.fileName}</span>,
          },
          { key: 'mode', title: t.importMode, render: (row) => (row.dry ? t.importDry : t.importReal) },
          { key: 'state', title: s.state, always: true, render: (row) => <State row={row} /> },
          { key: 'good', title: t.importGood, render: (row) => row.good },
          { key: 'known', title: t.importKnown, render: (row) => row.known },
          { key: 'bad', title: t.importBad, render: (row) => row.bad },
          { key: 'source', title: t.importSource, always: true, render: (row) => <Source row={row} /> },
          { key: 'by', title: s.by, render: (row) => row.startedBy.name },
          { key: 'at', title: s.at, render: (row) => <TimeText at={row.startedAt} /> },
        ]}
        rowActions={(row) => (
          <Space size={4}>
            {row.bad > 0 && permitted(importProblems.name) && (
              <Button type="link" size="small" onClick={() => setOpened(row)}>
                {t.importProblems}
              </Button>
            )}
            {row.bad > 0 && permitted(importErrors.name) && row.state !== 'waiting' && row.source.kept && (
              <Button type="link" size="small" onClick={() => setExporting(row)}>
                {t.exportErrors}
              </Button>
            )}
            {toPurge(row) && permitted(purge.name) && (
              <Button type="link" danger size="small" onClick={() => setSource(row.source.attachmentId)}>
                {t.purgeSource}
              </Button>
            )}
          </Space>
        )}
        empty={t.importsEmpty}
      />
      <Drawer
        open={opened !== null}
        onClose={() => setOpened(null)}
        title={opened === null ? '' : `${t.importProblems} ${opened.fileName}`}
        size={820}
        destroyOnHidden
      >
        {opened !== null && <Problems importId={opened.id} />}
      </Drawer>
      {source !== null && (
        <PurgeDrawer
          id={source}
          onClose={() => {
            setSource(null);
            setTurn(turn + 1);
          }}
        />
      )}
      <ErrorsForm row={exporting} onClose={() => setExporting(null)} />
    </>
  );
}

/** 导出错误行: a copy, approved and to a named target (2.8-4). */
function ErrorsForm({ row, onClose }: { row: Import | null; onClose: () => void }) {
  const s = useStrings(strings);
  const t = useStrings(importStrings);
  return (
    <FormDrawer
      decl={importErrors}
      subject={row?.id ?? null}
      title={row === null ? t.exportErrors : `${t.exportErrors} ${row.fileName}`}
      open={row !== null}
      onClose={onClose}
      toInput={({ target, purpose }: { target: string; purpose: string }) => ({ target, purpose })}
    >
      <p className="sc-faint">{t.exportNote}</p>
      <Form.Item
        name="target"
        label={t.exportTarget}
        extra={t.exportTargetNote}
        rules={[{ required: true, whitespace: true, message: s.required }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="purpose"
        label={t.exportPurpose}
        rules={[{ required: true, whitespace: true, message: s.required }]}
      >
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

/** 6.1-5: of what is classified nothing but code and row stays, so the file that named it goes. */
const toPurge = (row: Import): boolean => row.source.kept && row.classified > 0 && row.state !== 'waiting';

function Source({ row }: { row: Import }) {
  const s = useStrings(strings);
  const t = useStrings(importStrings);
  if (!row.source.kept) return <StatusTag tone="off">{t.sourcePurged}</StatusTag>;
  if (!toPurge(row)) return s.none;
  return (
    <>
      <StatusTag tone="alarm">{t.sourceClassified(row.classified)}</StatusTag>
      <div className="sc-faint sc-long">{t.sourceNote}</div>
    </>
  );
}

function State({ row }: { row: Import }) {
  const t = useStrings(importStrings);
  const words = useWords();
  if (row.state === 'waiting') return <StatusTag tone="active">{t.importRunning(row.doneRow)}</StatusTag>;
  if (row.problem !== null) return <StatusTag tone="alarm">{words(row.problem)}</StatusTag>;
  return <StatusTag tone={row.bad > 0 ? 'attention' : 'done'}>{t.importDone}</StatusTag>;
}

function Problems({ importId }: { importId: string }) {
  const s = useStrings(strings);
  const t = useStrings(importStrings);
  const words = useWords();
  const { language } = useLanguage();
  return (
    <DataTable
      tableKey="custody.importProblems"
      view={importProblems}
      subject={importId}
      rowKey={(row) => row.key}
      columns={[
        { key: 'row', title: t.importRow, always: true, render: (row) => <span className="sc-num">{row.row}</span> },
        { key: 'code', title: s.code, render: (row) => <span className="sc-num">{row.text}</span> },
        {
          key: 'field',
          title: t.importField,
          render: (row) => (row.field === null ? s.none : words(importFieldNames[row.field])),
        },
        {
          key: 'what',
          title: t.importWhat,
          always: true,
          render: (row) => <span className="sc-long">{row[language]}</span>,
        },
        {
          key: 'next',
          title: t.importNext,
          render: (row) => <span className="sc-long">{language === 'zh' ? row.nextZh : row.nextEn}</span>,
        },
      ]}
    />
  );
}
