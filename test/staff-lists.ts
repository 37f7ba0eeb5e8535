/** Lists of staff as a vendor sends them, and their people as they come to work. */
import { Client } from '#/app/client.ts';
import { xlsxStream } from '#/base/server/tables-out/xlsx.ts';
import { projectShow } from '#/engagement/rules/api/projects.ts';
import { staffList, staffRegister, staffTry } from '#/engagement/rules/api/staff.ts';
import { idNumberFault } from '#/engagement/rules/staff.ts';
import { accountPrintCodes, personList } from '#/protection/rules/api/people.ts';
import { accountActivate } from '#/protection/rules/api/session.ts';
import { upload } from './files.ts';
import { goodPassword, signIn, type Officers, type Who, withSecond } from './people.ts';

/** A made-up identity number of this running number, whose check digit is right. */
export function idNumberOf(number: number): string {
  const front = `11010519900101${String(number).padStart(3, '0')}`;
  const right = [...'0123456789X']
    .map((digit) => front + digit)
    .find((one) => idNumberFault(one, '2026-01-01') === null);
  if (right === undefined) throw new Error(`no check digit for ${front}`);
  return right;
}

export const staffHead = ['姓名', '证件类型', '证件号', '岗位', '登录名'];

export async function staffXlsx(rows: readonly (readonly string[])[], head: readonly string[] = staffHead) {
  const chunks: Buffer[] = [];
  for await (const chunk of xlsxStream([head, ...rows], { sheet: '人员名单' })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const sendStaff = async (who: Who, rows: readonly (readonly string[])[], head?: readonly string[]) =>
  (await upload(who, 'staff', '临时人员.xlsx', await staffXlsx(rows, head))).id;

/** Tried, submitted, agreed to by the security officer, carried out. */
export async function registerStaff(
  officers: Officers,
  vendor: Who,
  projectId: string,
  rows: readonly (readonly string[])[],
  period: { from: string; until: string },
) {
  const attachmentId = await sendStaff(vendor, rows);
  const tried = await vendor.client.view(staffTry, { subject: projectId, input: { attachmentId } });
  const { number, name } = await vendor.client.view(projectShow, { subject: projectId });
  const input = { project: `${number} ${name}`, attachmentId, ...period, rows: tried.rows };
  return withSecond(vendor, officers.securityOfficer, staffRegister, { subject: projectId, input });
}

/** The administrator prints the codes of those who have not begun; each takes his own and signs in. */
export async function startWork(officers: Officers, origin: string, names: readonly string[]): Promise<Who[]> {
  const { administrator } = officers;
  const { items } = await administrator.client.view(personList, { input: { state: 'pending', limit: 200 } });
  const people = names.map((name) => {
    const found = items.find((one) => one.name === name);
    if (!found?.account) throw new Error(`${name} does not wait for a code`);
    return { personId: found.id, name, username: found.account.username, accountId: found.account.id };
  });
  const accounts = people.map(({ accountId }) => accountId);
  const { printed } = await administrator.client.act(accountPrintCodes, { input: { accounts } });
  const workers: Who[] = [];
  for (const { personId, name, username } of people) {
    const activationCode = codeOnSlip(printed.html, username);
    const client = new Client(origin, administrator.client);
    await client.public(accountActivate, { username, activationCode, newPassword: goodPassword });
    const who = { client, personId, username, name, codes: [] };
    await signIn(who);
    workers.push(who);
  }
  return workers;
}

/** What stands on the slip of this login name. */
export const codeOnSlip = (html: string, username: string): string =>
  new RegExp(`<b>${username}</b>[\\s\\S]*?<b>([A-Z2-9]{5}(?:-[A-Z2-9]{5}){2})</b>`).exec(html)?.[1] ?? '';

export const staffOf = async (who: Who, projectId: string) =>
  (await who.client.view(staffList, { subject: projectId, input: { limit: 200 } })).items;
