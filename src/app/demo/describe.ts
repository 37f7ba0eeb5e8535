/** Description typed twice: what differs is decided by a third person, who has the image beside it (5.6-4, DA/T 18). */
import { differenceDecide, differenceList, differenceShow, rateShow } from '#/description/rules/api/differences.ts';
import { deskList, deskShow, entryList, entrySave } from '#/description/rules/api/entries.ts';
import { layOut } from '#/imaging/rules/sample-pages/layout.ts';
import { seeded } from '#/imaging/rules/sample-pages/random.ts';
import { taskPick, taskSubmit } from '#/workflow/rules/api/tasks.ts';
import type { Out } from './batch.ts';
import { thin, volumes } from './catalogue.ts';
import { look, type Passed } from './inspect.ts';
import { claim, submit } from './line.ts';
import { madePlans } from './made-pages.ts';
import type { Setting } from './story.ts';

type Values = Record<string, string>;

/** What stands on the first page of the short volume, as whoever types reads it there. */
function readNotice(): { title: string; author: string; documentNumber: string; date: string } {
  const plan = madePlans.otherNotice;
  const texts = layOut(plan.kind, seeded(plan.contentSeed)).flatMap((mark) =>
    mark.kind === 'text' ? [mark.text] : [],
  );
  const found = (pattern: RegExp): string => {
    const text = texts.find((one) => pattern.test(one));
    if (text === undefined) throw new Error(`the page does not say ${pattern}`);
    return text;
  };
  return {
    title: found(/^关于/),
    author: found(/文件$/).replace('文件', ''),
    documentNumber: found(/^云政发/),
    date: inDigits(found(/^[〇一二三四五六七八九]{4}年/)),
  };
}

const numerals = [...'〇一二三四五六七八九'];

/** `一九五六年三月廿八日`: eight digits, as they are entered. */
function inDigits(day: string): string {
  const [, year = '', month = '', date = ''] = /^(.{4})年(.+)月(.+)日$/.exec(day) ?? [];
  const number = (text: string): number =>
    [...text.replace('廿', '二十')].reduce(
      (sum, one) => (one === '十' ? Math.max(sum, 1) * 10 : sum + numerals.indexOf(one)),
      0,
    );
  const two = (value: number): string => String(value).padStart(2, '0');
  return [...year].map((one) => numerals.indexOf(one)).join('') + two(number(month)) + two(number(date));
}

function volumeValues(code: string): Values {
  const volume = volumes.find((one) => one.code === code);
  if (!volume) throw new Error(`no volume: ${code}`);
  return { title: volume.title, author: volume.author, date: volume.dated };
}

const itemValues = (code: string): Values => {
  if (code === thin.short) return readNotice();
  const { title = '', author = '' } = volumeValues(code);
  return {
    title: `关于${title.replace(/^\d+年/, '')}的通知`,
    author,
    date: '19980304',
    documentNumber: '房发〔1998〕12号',
  };
};

const asValues = (values: Values) => Object.entries(values).map(([field, text]) => ({ field, text, source: null }));

const once = { retentionPeriod: '30年', accessStatus: '控制' };

async function typeFirst({ telling, cast: { describer } }: Setting, { projectId }: Out): Promise<void> {
  await claim(describer, projectId, 'describe', 2);
  const { items } = await describer.view(deskList, { subject: projectId });
  for (const { originalId, code } of items) {
    const save = async (level: 'volume' | 'item', values: Values): Promise<void> => {
      const input = { entryId: null, level, values: asValues({ ...values, ...once }) };
      await describer.act(entrySave, { subject: originalId, input });
      telling.tally.entries += 1;
    };
    await save('volume', volumeValues(code));
    await save('item', itemValues(code));
  }
  await submit(describer, projectId, { step: 'describe', codes: items.map(({ code }) => code) });
  telling.say(`${describer.called} 一录 ${items.length} 卷，案卷级、文件级各一条`, 'first entry: one of each level');
}

/** Sees no value of the first; types one letter wrong. */
async function typeSecond({ telling, cast: { otherDescriber } }: Setting, { projectId }: Out): Promise<void> {
  const codes = await claim(otherDescriber, projectId, 'describe2', 2);
  const { items } = await otherDescriber.view(deskList, { subject: projectId });
  for (const { originalId, code } of items) {
    const { entries } = await otherDescriber.view(deskShow, { subject: originalId, input: {} });
    for (const { entryId, level, values: shown } of entries) {
      if (shown.length > 0) throw new Error('二录看到了一录 the second entry shows the first');
      const values = level === 'volume' ? volumeValues(code) : itemValues(code);
      if (code === thin.short && level === 'item') values['title'] = values['title']?.replace('关于', '关於') ?? '';
      const input = { entryId, level, values: asValues(values) };
      await otherDescriber.act(entrySave, { subject: originalId, input });
    }
  }
  telling.say(`${otherDescriber.called} 二录 ${codes.length} 卷，看不到一录`, 'second entry, without the first');
  const submission = { step: 'describe2', codes: [...codes], device: null };
  await otherDescriber.isRefused(telling, 'unit-refused', taskSubmit, { subject: projectId, input: submission });
}

async function arbitrate({ telling, cast: { keeper } }: Setting, { projectId }: Out, beside: Passed): Promise<void> {
  const { items } = await keeper.view(differenceList, { subject: projectId, input: {} });
  for (const { differenceId: subject, code } of items) {
    const { first, second, field, pieces } = await keeper.view(differenceShow, { subject });
    const told = pieces.map(({ in: side, text }) =>
      side === 'both' ? text : side === 'first' ? `[${text}|` : `${text}]`,
    );
    // The upper third of the page by the IIIF Image API, as large as the viewer shows it.
    const bytes = await look(keeper, beside.unitId, `${beside.masterId}/pct:0,0,100,35/900,/0/default.jpg`);
    telling.say(
      `${keeper.called} 仲裁 ${code}「${field.zh}」：${told.join('')}，旁看原图（${Math.round(bytes.length / 1000)} kB）`,
      `a third person decides with the image beside: ${first === second ? '' : 'one letter differs'}`,
    );
    await keeper.act(differenceDecide, { subject, input: { choice: 'first' } });
    telling.tally.differences += 1;
  }
}

export async function describe(setting: Setting, out: Out, beside: Passed): Promise<void> {
  const { telling, cast, dayFromToday } = setting;
  const { describer, otherDescriber, lead } = cast;
  const { projectId } = out;
  await typeFirst(setting, out);
  await describer.isRefused(telling, 'same-person', taskPick, { input: { code: thin.whole } });
  await typeSecond(setting, out);
  await arbitrate(setting, out, beside);
  await submit(otherDescriber, projectId, { step: 'describe2', codes: [thin.whole, thin.short] });
  const today = { from: dayFromToday(0), to: dayFromToday(0) };
  const { days } = await lead.view(rateShow, { subject: projectId, input: today });
  for (const { person, characters, errors, permille } of days)
    telling.say(
      `差错率 ${person.name}：${characters} 字错 ${errors} 处，${permille ?? 0}‰`,
      `error rate: ${errors} in ${characters} characters`,
    );
  const entries = await lead.view(entryList, { subject: projectId, input: { code: thin.short } });
  for (const { code, values } of entries.items)
    telling.say(`${code} 定稿题名「${values?.find(({ field }) => field === 'title')?.text}」`, 'the title that holds');
}
