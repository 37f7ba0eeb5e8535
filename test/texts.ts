/** What a machine would have read of the first image of an original: no engine runs at most test sites. */
import { asOwner } from './owner.ts';
import type { TestSite } from './site.ts';

export interface ReadLine {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export async function readAs(site: TestSite, code: string, lines: readonly ReadLine[]): Promise<void> {
  const read = lines.map(({ text, x, y, width, height }) => ({
    text,
    confidence: 0.9,
    box: [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ],
  }));
  await asOwner(
    site,
    `insert into page_text (master_id, state, engine, engine_version, direction, upside_down, lines, confidence, read_at)
      select image_slot.master_id, 'done', 'ppocr', 'test', 'horizontal', false, $1, 0.9, now() from image_slot
        join work_unit on work_unit.id = image_slot.unit_id join original on original.id = original_id
        where code = $2 and image_slot.position = 1
      on conflict (master_id) do update set state = 'done', engine = 'ppocr', engine_version = 'test',
        direction = 'horizontal', upside_down = false, lines = excluded.lines, confidence = 0.9, read_at = now(), fault = null`,
    [JSON.stringify(read), code],
  );
}
