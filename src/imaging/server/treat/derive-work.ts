/** In a process of its own: what is wrong with a picture, or in a library, ends nothing else. */
import sharp from 'sharp';
import { derive, type Derived, type DeriveOrder } from './derive.ts';

sharp.concurrency(1);
sharp.cache(false);

/** `Apart` calls it. */
export const work = (order: DeriveOrder): Promise<Derived> => derive(order);
