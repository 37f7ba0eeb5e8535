/**
 * 密级 in a project that is open to a vendor: nothing that bears a mark is worked with (1.3, 6.5-1), so none is
 * entered either. Whoever sees one on the paper reports it, and work with the original stops.
 */

/** The field of this key, in whatever schema. */
export const classificationKey = 'classification';

export const openClassifications = ['无', '公开', '内部'] as const;

/** As it is written with or without its period: 机密, 机密★10年. */
export const isMarked = (text: string): boolean => /秘密|机密|绝密/u.test(text.normalize('NFKC').replaceAll(/\s/g, ''));
