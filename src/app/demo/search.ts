/** What was made can be looked up by words and days, and a hit opens its page (细则 二); the crew has no search (2.8-6). */
import { entrySearch, hitOpen, pageSearch } from '#/catalogue/rules/api/search.ts';
import { readableDate } from '#/description/rules/date.ts';
import type { Person } from './person.ts';
import type { Setting } from './story.ts';
import { until } from './until.ts';

/** Written as on old paper: what was described says 通知, and so do the pages that were read. */
const word = '通知';
const [from, to] = ['1949', '2026'];

export async function lookUp({ telling, cast }: Setting): Promise<void> {
  const { keeper, describer } = cast;
  await describer.mayNotSee(telling, 'not-permitted', entrySearch, { input: { query: word } });
  const { items, count, facets } = await indexed(keeper);
  const decades = facets?.decade.map((decade) => `${decade.label}（${decade.count}）`).join('、') ?? '';
  telling.say(
    `${keeper.called} 检索「${word}」${from} 至 ${to}：${count} 条；年代 ${decades}`,
    `${count} entries by a word and days`,
  );
  for (const { code, title, date } of items)
    telling.told(
      `${code} ${readableDate(date)} ${title.map(({ text, hit }) => (hit ? `【${text}】` : text)).join('')}`,
      'an entry',
    );
  const found = await keeper.view(pageSearch, { input: { query: word } });
  const first = found.items[0];
  if (!first) throw new Error(`识别文字中没有「${word}」 no page has the word`);
  const { boxes } = await keeper.view(hitOpen, {
    subject: first.unitId,
    input: { query: word, page: first.page },
  });
  const box = boxes[0];
  if (!box) throw new Error('命中页没有框 no box on the page');
  telling.say(
    `全文检索「${word}」：${found.count} 页；打开 ${first.code} 第 ${first.page} 页，框出 ${boxes.length} 处，首处 ${Math.round(box.x)},${Math.round(box.y)}（${Math.round(box.width)}×${Math.round(box.height)} 像素）`,
    `${found.count} pages of recognised text; a hit opens its page with its words boxed`,
  );
}

/** Made while other things go on: it is there soon after the package. */
const indexed = (keeper: Person) =>
  until('索引 index', async () => {
    const answer = await keeper.view(entrySearch, { input: { query: word, from, to } });
    return answer.count > 0 ? answer : null;
  });
