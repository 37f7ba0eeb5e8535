/** What is entered for one point of a round, a safety check or a patrol. */
import { z } from 'zod';
import { day, id, text } from '#/base/rules/wire.ts';

export const pointFields = {
  passed: z.boolean(),
  remark: text(300, 0).default(''),
  photos: z.array(id).max(10).default([]),
  /** Asked for where the point is not in order: it opens an issue that somebody corrects by a day (2.8-2, 4.9-3). */
  failure: z.strictObject({ owner: id, dueOn: day }).nullable().default(null),
};

/** Of a whole check or round: what its photographs were taken with, a registered device or a camera (4.6-3). */
export const photoSourceField = { photoSource: id.nullable().default(null) };

export interface Point {
  passed: boolean;
  remark: string;
  photos: readonly string[];
  failure: { owner: string; dueOn: string } | null;
}
