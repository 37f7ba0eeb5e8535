import type { Message, Messages } from '../refusal.ts';

/** `{where}` is a cell in words: row, column, heading. */
const cell = (zhWhat: string, zhNext: string, enWhat: string, enNext: string): Message => ({
  status: 422,
  zh: { what: `{where}：${zhWhat}`, next: zhNext },
  en: { what: `{where}: ${enWhat}`, next: enNext },
});

const file = (zhWhat: string, zhNext: string, enWhat: string, enNext: string): Message => ({
  status: 422,
  zh: { what: zhWhat, next: zhNext },
  en: { what: enWhat, next: enNext },
});

/** Why a whole table is not read. */
const fileMessages = {
  'table-empty': file(
    '表格文件为空，没有可读取的行',
    '请确认文件已保存完整、所选工作表有内容后重新上传',
    'The file has no rows',
    'See that it was saved whole and that the chosen sheet has content, then send it again',
  ),
  'table-too-large': {
    status: 413,
    zh: { what: '表格文件超过 {limit} MiB', next: '请拆分为几个较小的文件分别上传' },
    en: { what: 'The file is larger than {limit} MiB', next: 'Split it and send the parts one by one' },
  },
  'table-bomb': {
    status: 413,
    zh: {
      what: '工作簿解压后过大（{part}），可能是恶意文件或设置了大片空白格式',
      next: '请把有内容的行列复制到新工作簿，另存为 .xlsx 后上传',
    },
    en: {
      what: 'The workbook unpacks to too much ({part}); it may be hostile, or blank cells are formatted',
      next: 'Copy the rows with content into a new workbook, save it as .xlsx and send that',
    },
  },
  'table-too-many-rows': file(
    '表格超过 {limit} 行（数到第 {row} 行）',
    '请拆分为几个较小的文件分别上传',
    'The table has more than {limit} rows (counted to row {row})',
    'Split it and send the parts one by one',
  ),
  'table-too-many-columns': file(
    '第 {row} 行超过 {limit} 列',
    '请删去不用的列后重新上传',
    'Row {row} has more than {limit} columns',
    'Delete the columns that are not used, then send it again',
  ),
  'table-format-unknown': {
    status: 415,
    zh: { what: '不支持的文件：{format}', next: '请上传 .xlsx、.xls、.csv 或 .dbf 表格' },
    en: { what: 'This kind of file is not read: {format}', next: 'Send a table as .xlsx, .xls, .csv or .dbf' },
  },
  'table-html-disguised': {
    status: 415,
    zh: { what: '文件名像表格，内容却是{format}', next: '请用 Excel 或 WPS 打开，另存为 .xlsx 后上传' },
    en: {
      what: 'It is named like a table, but its content is {format}',
      next: 'Open it in Excel or WPS, save it as .xlsx and send that',
    },
  },
  'table-encrypted': file(
    '工作簿设有打开密码，不能读取',
    '请在 Excel 或 WPS 中取消密码，另存后上传',
    'The workbook is encrypted',
    'Remove its password in Excel or WPS, save it and send it again',
  ),
  'table-damaged': file(
    '文件已损坏或不完整（{where}）',
    '请用 Excel 或 WPS 打开并另存；打不开时请向提供方重新索取',
    'The file is damaged or incomplete ({where})',
    'Open it in Excel or WPS and save it anew; if that fails, ask for it again',
  ),
  'table-dtd': file(
    '工作簿内的 {part} 含文档类型定义（DTD），为安全起见不予读取',
    '请用 Excel 或 WPS 打开，另存为 .xlsx 后上传',
    '{part} in the workbook has a document type definition (DTD), which is not read',
    'Open it in Excel or WPS, save it as .xlsx and send that',
  ),
  'table-encoding': file(
    '文字编码无法识别：第 {line} 行、第 {offset} 字节处既不是 UTF-8 也不是 GB18030',
    '请用 Excel 或 WPS 打开，核对该行后另存为 .xlsx 或“CSV UTF-8”',
    'The encoding is unknown: line {line}, byte {offset} is neither UTF-8 nor GB18030',
    'Open it in Excel or WPS, look at that line and save it as .xlsx or “CSV UTF-8”',
  ),
  'table-encoding-wrong': file(
    '按 {encoding} 读取时，第 {line} 行、第 {offset} 字节处有误',
    '请核对该行，或选择别的编码',
    'Read as {encoding}, line {line}, byte {offset} is wrong',
    'Look at that line, or choose another encoding',
  ),
  'table-code-page': file(
    '该 DBF 的代码页（{page}）不能识别，而其中有非英文字符',
    '请另存为 GBK 编码的 DBF 或 .xlsx，或注明实际编码',
    'The code page of the DBF ({page}) is not known, and it has characters beyond ASCII',
    'Save it as DBF in GBK or as .xlsx, or state its encoding',
  ),
  'table-sheet-missing': file(
    '工作簿中没有名为“{name}”的工作表',
    '请从 {sheets} 中选择',
    'The workbook has no sheet “{name}”',
    'Choose one of {sheets}',
  ),
  'table-header-missing': file(
    '第 {row} 行是空行或不存在，不能作为表头',
    '请选择有各列名称的一行',
    'Row {row} is blank or not there and cannot be the heading',
    'Choose the row that holds the names of the columns',
  ),
  'table-quote-open': file(
    '第 {row} 行（文本第 {line} 行起）的双引号没有配对',
    '请补齐双引号；内容中的双引号应写两遍（""）',
    'A double quote of row {row} (from line {line} of the text) is never closed',
    'Close it; a double quote within a text is written twice ("")',
  ),
} as const satisfies Messages<string>;

/** What must be corrected in a cell. */
const cellMessages = {
  'table-char': cell(
    '含有不能保存的字符 {codePoint}（第 {at} 个字符）',
    '请删去该字符或重新录入',
    'holds the character {codePoint} (character {at}), which cannot be kept',
    'Delete it or type the text again',
  ),
  'table-cell-long': cell(
    '内容长 {length} 字，超过 {limit} 字',
    '请缩短内容后重新上传',
    'has {length} characters, more than {limit}',
    'Shorten the text',
  ),
  'table-cell-error': cell(
    '公式结果为错误值 {error}',
    '请改正公式，或改填实际内容',
    'the formula gives the error {error}',
    'Correct the formula or enter the content itself',
  ),
  'table-formula-uncomputed': cell(
    '公式没有保存计算结果',
    '请用 Excel 或 WPS 打开并保存一次，或改填实际内容',
    'the result of the formula was not saved',
    'Open and save the file once in Excel or WPS, or enter the content itself',
  ),
  'table-number-imprecise': cell(
    '数字超过 15 位，表格软件已丢失末尾几位',
    '请把该列设为“文本”格式后重新填写完整号码',
    'the number has more than 15 digits, of which the last are lost',
    'Format the column as text and enter the whole number again',
  ),
  'table-date-impossible': cell(
    '日期格式的数字 {value} 不是可能的日期',
    '请填写如 2024-05-01 的日期',
    'the number {value} formatted as a date is no possible date',
    'Enter a date such as 2024-05-01',
  ),
  'table-cell-unreadable': cell(
    '内容“{value}”与单元格类型不符',
    '请重新填写该单元格',
    'the content “{value}” does not fit the type of the cell',
    'Enter it again',
  ),
  'table-beyond-header': cell(
    '内容超出表头的最后一列',
    '请补上该列的表头，或核对本行是否多了分隔符',
    'stands beyond the last heading',
    'Give the column a heading, or see whether the row has a separator too many',
  ),
  'table-column-unnamed': cell(
    '该列没有表头',
    '请补上该列的表头，或删去该列',
    'its column has no heading',
    'Give the column a heading or delete it',
  ),
  'table-quote-stray': cell(
    '双引号位置有误',
    '请用双引号括住整格内容；内容中的双引号应写两遍（""）',
    'a double quote is out of place',
    'Put the whole cell into double quotes; one within the text is written twice ("")',
  ),
  'table-text-undecodable': cell(
    '文字不完整，可能在末尾截断了半个汉字',
    '请核对原系统中的内容并重新填写',
    'the text does not decode; half a character may be cut off at its end',
    'Compare it with its own system and enter it again',
  ),
  'table-memo-missing': cell(
    '备注内容在另一个文件中，该文件未上传',
    '请把同名的 .fpt 或 .dbt 文件一并上传',
    'its text is in a memo file that was not sent',
    'Send the .fpt or .dbt file of the same name too',
  ),
  'table-memo-damaged': cell(
    '备注文件中找不到该内容',
    '请确认 .fpt 或 .dbt 与 .dbf 是同一套文件',
    'its text is not in the memo file',
    'See that the .fpt or .dbt belongs to the .dbf',
  ),
  'table-cell-binary': cell(
    '是二进制内容（图片或对象），不能作为文字读取',
    '请删去该列，或改为文字',
    'is binary (a picture or an object) and no text',
    'Delete the column or replace it by text',
  ),
} as const satisfies Messages<string>;

/** What is refused about uploaded tables, in words. */
export const tableMessages = { ...fileMessages, ...cellMessages };

export type TableRefusalCode = keyof typeof tableMessages;

/** What a person should know of a table that is read all the same. */
export const tableWarnings = {
  'table-macros': {
    zh: { what: '工作簿带有宏；宏不会运行，也不会被读取', next: '建议另存为不含宏的 .xlsx' },
    en: { what: 'The workbook has macros; they are neither run nor read', next: 'Better save it as .xlsx' },
  },
  'table-sheets-hidden': {
    zh: { what: '有隐藏的工作表：{names}', next: '如需读取，请指定该工作表' },
    en: { what: 'There are hidden sheets: {names}', next: 'Choose one of them if it is to be read' },
  },
  'table-sheets-other': {
    zh: { what: '只读取工作表“{name}”，另有：{names}', next: '其他工作表请分别指定后读取' },
    en: { what: 'Only the sheet “{name}” is read; there are also: {names}', next: 'Choose and read them one by one' },
  },
  'table-columns-hidden': {
    zh: { what: '有隐藏的列：{columns}，照样读取', next: '请确认隐藏的列应当导入' },
    en: { what: 'Hidden columns are read too: {columns}', next: 'See that they are meant to be imported' },
  },
  'table-merged': {
    zh: { what: '有 {count} 处合并单元格；除左上角外各格为空', next: '如各行应有相同内容，请取消合并后逐行填写' },
    en: {
      what: '{count} merged cells: all but the upper left are empty',
      next: 'If each row should have the text, unmerge them and fill the rows',
    },
  },
  'table-header-guessed': {
    zh: { what: '以第 {row} 行为表头，其上各行不读取', next: '如表头不在该行，请指定表头所在的行' },
    en: {
      what: 'Row {row} was taken for the heading; the rows above are not read',
      next: 'State the row of the heading if it is another',
    },
  },
  'table-header-duplicate': {
    zh: { what: '表头重名：{names}', next: '请按列号对应，或改名后重新上传' },
    en: {
      what: 'Headings that occur twice: {names}',
      next: 'Map them by column letter, or rename them and send again',
    },
  },
  'table-separator': {
    zh: { what: '按分隔符“{separator}”分列', next: '如分列有误，请指定分隔符' },
    en: { what: 'Columns were split at “{separator}”', next: 'State the separator if they are wrong' },
  },
  'table-encoding-doubt': {
    zh: { what: 'DBF 标明编码 {stated}，内容却像 {likely}', next: '如文字显示为乱码，请指定编码 {likely}' },
    en: {
      what: 'The DBF names the encoding {stated}, but its content looks like {likely}',
      next: 'State {likely} if the texts look wrong',
    },
  },
  'table-records-deleted': {
    zh: { what: '有 {count} 条记录在 DBF 中标为已删除，不读取', next: '如需导入，请先在原系统中恢复' },
    en: {
      what: '{count} records are marked as deleted and not read',
      next: 'Recall them in their own system if needed',
    },
  },
  'table-memo-file-missing': {
    zh: { what: '备注列 {names} 的内容在另一个文件中', next: '请把同名的 .fpt 或 .dbt 文件一并上传' },
    en: {
      what: 'The texts of {names} are in a memo file',
      next: 'Send the .fpt or .dbt file of the same name too',
    },
  },
  'table-name-differs': {
    zh: { what: '扩展名与内容不符：按 {format} 读取', next: '无须处理；建议改正扩展名' },
    en: { what: 'The name ends otherwise than its content: read as {format}', next: 'Nothing; better rename it' },
  },
} as const satisfies Readonly<Record<string, Pick<Message, 'zh' | 'en'>>>;

export type TableWarningCode = keyof typeof tableWarnings;
