/** The opening ceremony, and everybody who is employed after it. */
import { Client } from '#/app/client.ts';
import { type Office, offices, partyOfRole, type Role, roleNames } from '#/base/rules/roles.ts';
import {
  accountCreate,
  factorIssueCard,
  partyCreate,
  partyList,
  personCreate,
  roleGrant,
  terminalRegister,
} from '#/protection/rules/api/people.ts';
import {
  accountActivate,
  ceremonyOpen,
  ceremonyStatus,
  loginPassword,
  terminalEnrol,
} from '#/protection/rules/api/session.ts';
import { demoPassword, Person } from './person.ts';
import type { Telling } from './telling.ts';

/** A server that was just started. */
export interface Door {
  origin: string;
  setupCode: string;
}

const officersOf: Record<Office, { name: string; username: string; idNumber: string }> = {
  administrator: { name: '何建国', username: 'hejianguo', idNumber: '410102197803120011' },
  securityOfficer: { name: '马秀兰', username: 'maxiulan', idNumber: '410103198206250022' },
  auditor: { name: '冯志远', username: 'fengzhiyuan', idNumber: '410104197511080033' },
};

const vendorName = '河南某某数据科技有限公司';

/** Everybody else, by what the story calls him. */
const employees = {
  lead: { name: '赵敏', username: 'zhaomin', role: 'archiveLead' },
  keeper: { name: '孙保田', username: 'sunbaotian', role: 'archiveKeeper' },
  otherKeeper: { name: '李春梅', username: 'lichunmei', role: 'archiveKeeper' },
  member: { name: '方启明', username: 'fangqiming', role: 'acceptanceMember' },
  manager: { name: '吴经纬', username: 'wujingwei', role: 'vendorManager' },
  securityLead: { name: '郭卫东', username: 'guoweidong', role: 'vendorSecurityLead' },
  leader: { name: '李志强', username: 'lizhiqiang', role: 'teamLeader' },
  preparer: { name: '周文静', username: 'zhouwenjing', role: 'preparer' },
  scanner: { name: '王磊', username: 'wanglei', role: 'scanner' },
  eveningScanner: { name: '郑晓光', username: 'zhengxiaoguang', role: 'scanner' },
  processor: { name: '许文博', username: 'xuwenbo', role: 'imageProcessor' },
  describer: { name: '韩雪', username: 'hanxue', role: 'describer' },
  otherDescriber: { name: '沈丽华', username: 'shenlihua', role: 'describer' },
  inspector: { name: '陈洁', username: 'chenjie', role: 'qualityInspector' },
} as const satisfies Record<string, { name: string; username: string; role: Exclude<Role, Office> }>;

export type Cast = Record<Office | keyof typeof employees, Person>;

/** @throws when somebody has opened the site before: a demonstration never plays in a real one. */
export async function refuseOpened(visitor: Client): Promise<void> {
  const { opened, siteName } = await visitor.public(ceremonyStatus);
  if (opened)
    throw new Error(
      `该系统已启用（${siteName}），演示只在全新的系统上进行。 This site has been opened; a demonstration plays on a new one.`,
    );
}

/** Opens the site: three officers, each with his own card of codes. */
export async function ceremony(telling: Telling, door: Door, timeZone: string): Promise<Record<Office, Person>> {
  const visitor = new Client(door.origin);
  await refuseOpened(visitor);
  const done = await visitor.public(ceremonyOpen, {
    setupCode: door.setupCode,
    archiveName: '郑州市某某区档案馆',
    timeZone,
    suite: 'gm',
    officers: {
      administrator: { ...officersOf.administrator, password: demoPassword },
      securityOfficer: { ...officersOf.securityOfficer, password: demoPassword },
      auditor: { ...officersOf.auditor, password: demoPassword },
    },
  });
  const seated: Partial<Record<Office, Person>> = {};
  for (const office of offices) {
    const row = done.officers.find(({ role }) => role === office);
    if (!row) throw new Error(`no ${office}`);
    const { person, username, codes } = row;
    const card = { personId: person.id, name: person.name, role: office, username, codes };
    const officer = new Person(new Client(door.origin, visitor), card);
    await officer.signIn();
    seated[office] = officer;
    telling.say(
      `${officer.called} 领到口令卡 ${row.cardNumber}，登录`,
      `${roleNames[office].en} gets a card and signs in`,
    );
  }
  return seated as Record<Office, Person>;
}

/** Registers everybody, opens accounts, grants roles before a second officer, and signs them in. */
export async function employAll(
  telling: Telling,
  officers: Record<Office, Person>,
  { origin, today }: { origin: string; today: string },
): Promise<Cast> {
  const { administrator, securityOfficer } = officers;
  await administrator.act(partyCreate, { input: { name: vendorName, kind: 'vendor' } });
  const parties = (await administrator.view(partyList)).items;
  const cast: Partial<Cast> = { ...officers };
  for (const [index, [call, { name, username, role }]] of Object.entries(employees).entries()) {
    const partyId = parties.find(({ kind }) => kind === partyOfRole(role))?.id ?? '';
    const idNumber = `41010519900${101 + index}${String(40 + index).padStart(4, '0')}`;
    const { personId } = await administrator.act(personCreate, { input: { name, idNumber, partyId } });
    const { activationCode } = await administrator.withSecond(securityOfficer, accountCreate, {
      ...{ subject: personId, input: { username } },
    });
    const grant = { role, from: today, until: null };
    await securityOfficer.withSecond(administrator, roleGrant, { subject: personId, input: grant });
    const { codes } = await securityOfficer.act(factorIssueCard, { subject: personId });
    const client = new Client(origin, administrator.client);
    await client.public(accountActivate, { username, activationCode, newPassword: demoPassword });
    const person = new Person(client, { personId, name, role, username, codes });
    await person.signIn();
    cast[call as keyof typeof employees] = person;
    telling.say(`${person.called} 到岗`, `${roleNames[role].en} is employed`);
  }
  const employed = cast as Cast;
  return { ...employed, eveningScanner: await atNewWorkstation(telling, employed, origin) };
}

/** 5.5-2: nobody signs in at a machine that is no terminal; enrolled, it is a line worker's second factor. */
async function atNewWorkstation(telling: Telling, cast: Cast, origin: string): Promise<Person> {
  const { eveningScanner } = cast;
  const browser = new Client(origin);
  const answer = await browser.tryPublic(loginPassword, {
    ...{ username: eveningScanner.username, password: demoPassword },
  });
  if (!('problem' in answer) || answer.problem.code !== 'terminal-not-enrolled')
    throw new Error('未注册的终端没有被拒绝 a machine that is no terminal was let in');
  telling.refused(eveningScanner.called, loginPassword.label, answer.problem);
  await browser.public(terminalEnrol, { code: await terminalCode(cast, '扫描工位 2') });
  const there = new Person(browser, eveningScanner);
  await there.signIn();
  telling.say(
    `${cast.securityOfficer.called} 登记终端「扫描工位 2」，${there.called} 凭口令登录`,
    'the machine is enrolled, and he signs in by password',
  );
  return there;
}

/** A code by which one browser becomes a terminal of the site. */
export async function terminalCode({ securityOfficer }: Cast, name: string): Promise<string> {
  const input = { name, secondFactorPort: false, sealNumber: null };
  return (await securityOfficer.act(terminalRegister, { input })).code;
}
