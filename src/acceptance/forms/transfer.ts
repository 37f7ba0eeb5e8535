import { formFrame, type Mark } from '#/base/forms/form-frame.ts';
import { each, html, type Html } from '#/base/forms/html.ts';
import { siteTime } from '#/base/forms/site-time.ts';
import { factsBlock, tablePages } from '#/base/forms/table-pages.ts';
import { type Column, columnNames } from '../rules/checks.ts';
import { gigabytes } from '../rules/transfer.ts';

export interface TransferFormData {
  archiveName: string;
  vendorName: string;
  timeZone: string;
  number: string;
  projectName: string;
  units: number;
  images: number;
  files: number;
  /** Decimal text. */
  bytes: string;
  givenBy: string;
  receivedBy: string;
  /** Instant. */
  at: string;
  /** Items of the checks by the columns of 7.2: answered by the machine, and by persons with their proofs. */
  columns: { column: Column; machine: number; person: number }[];
  carriers: {
    label: string;
    /** Kind and size. */
    kind: string;
    package: string;
    /** Which check of it had passed. */
    check: number;
    units: number;
    images: number;
    files: number;
    bytes: string;
    seal: string;
  }[];
}

const size = (bytes: string): string => `${gigabytes(BigInt(bytes))}（${bytes} 字节）`;

/** In the order of the national form. */
const order: readonly Column[] = ['accurate', 'complete', 'usable', 'safe'];

/** Of the table of checks and the note under it, millimetres. */
const checksHeight = 61;

function checksOf(data: TransferFormData): Html {
  const lines: (readonly [string, string, string])[] = [
    ...order.map((column): readonly [string, string, string] => {
      const { machine = 0, person = 0 } = data.columns.find((one) => one.column === column) ?? {};
      const by = [machine > 0 && `机检 ${machine} 项`, person > 0 && `人工、凭证 ${person} 项`]
        .filter(Boolean)
        .join('，');
      return [`${columnNames[column].zh}性检验`, '合格', `合格（${by}）`];
    }),
    ['载体外观检验', '完好', ''],
    ['载体读检', '', '逐文件与封印一致'],
  ];
  return html`<table>
    <colgroup>
      <col width="24%" />
      <col width="32%" />
      <col width="44%" />
    </colgroup>
    <thead>
      <tr>
        <th scope="col">检验内容</th>
        <th scope="col">移交方</th>
        <th scope="col">接收方</th>
      </tr>
    </thead>
    <tbody>
      ${each(
        lines,
        ([what, giver, receiver]) =>
          html`<tr>
            <td class="mid">${what}</td>
            <td class="mid">${giver}</td>
            <td>${receiver}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

const contentOf = ({ package: number, check, units, images, files }: TransferFormData['carriers'][number]): string =>
  `信息包 ${number}：${units} 卷（件），${images} 幅图像，${files} 个文件；第 ${check} 次四性检测合格`;

/** So many packages are named above the annex. */
const mostNamed = 5;

function packagesOf({ carriers }: TransferFormData): string {
  const numbers = [...new Set(carriers.map((one) => one.package))];
  return numbers.length > mostNamed
    ? `${numbers.length} 个信息包，见附`
    : numbers.map((one) => `信息包 ${one}`).join('、');
}

function headOf(data: TransferFormData): { content: Html; height: number } {
  const [first, last] = [data.carriers[0]?.label ?? '', data.carriers.at(-1)?.label ?? ''];
  const kinds = [...new Set(data.carriers.map(({ kind }) => kind))].join('、');
  const block = factsBlock([
    ['交接工作名称', `${data.projectName} 数字化成果移交`, 'wide'],
    ['移交方', data.vendorName, 'wide'],
    ['接收方', data.archiveName, 'wide'],
    ['内容描述', packagesOf(data), 'wide'],
    ['移交数量', `${data.units} 卷（件），${data.images} 幅`],
    ['文件数', String(data.files)],
    ['交接时间', siteTime(data.at, data.timeZone)],
    ['移交数据量（GB）', size(data.bytes), 'wide'],
    ['载体起止顺序号', first === last ? first : `${first} – ${last}`, 'wide'],
    ['载体类型、规格', kinds, 'wide'],
  ]);
  const content = html`${block.content}${checksOf(data)}
    <p class="note">附：载体数字摘要。摘要为各载体 tagmanifest-sha256.txt 的 SHA-256；1 GB 为 10⁹ 字节。</p>`;
  return { content, height: block.height + checksHeight };
}

/** 电子档案移交与接收登记表 (7.2-5; 档发〔2012〕7号) with its annex: carrier, content, digest, capacity. */
export const transferForm = {
  form: 'acceptance.transfer',
  version: 1,
  render: (data: TransferFormData, mark: Mark): Html =>
    formFrame({
      ...mark,
      form: 'acceptance.transfer',
      title: '电子档案移交与接收登记表',
      subtitle: `${data.archiveName}　编号 ${data.number}　一式两份，双方各执一份`,
      body: tablePages({
        columns: [
          { title: '载体编号', width: 28 },
          { title: '内容说明', width: 50 },
          { title: '数字摘要（SHA-256）', width: 68 },
          { title: '实际容量（GB）', width: 36 },
        ],
        rows: data.carriers.map((one) => [one.label, contentOf(one), one.seal, size(one.bytes)]),
        before: headOf(data),
        signatureHeight: 66,
      }),
      signatures: [
        { role: '移交方填表人', name: data.givenBy },
        { role: '移交方审核人（单位盖章）' },
        { role: '接收方填表人', name: data.receivedBy },
        { role: '接收方审核人（单位盖章）' },
      ],
    }),
};
