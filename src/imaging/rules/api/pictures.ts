import { z } from 'zod';
import { stream, view } from '#/base/rules/declare.ts';
import { type Role, workingRoles } from '#/base/rules/roles.ts';
import { id } from '#/base/rules/wire.ts';
import { faces } from '../capture.ts';

/** Those who see all images of their project; whoever works sees those of the units that he has claimed (2.8-6). */
export const archiveViewers = [
  'archiveLead',
  'archiveKeeper',
  'supervisor',
  'acceptanceMember',
] as const satisfies readonly Role[];
export const viewers = [...workingRoles, ...archiveViewers] as const;

/** The right to see the images of one unit for a while; each opening is entered. */
export const picturesOpen = view({
  name: 'imaging.pictures.open',
  label: { zh: '打开图像', en: 'Open images' },
  roles: viewers,
  clauses: ['2.8-6', '5.5-6', '6.5-1'],
  subject: 'unit',
  input: z.strictObject({}),
  output: z.object({
    ...{ unitId: id, grant: z.string(), minutes: z.number().int() },
    /** In their order. */
    images: z.array(
      z.object({
        /** Its slot. */
        id,
        ...{ position: z.number().int().min(1), face: z.enum(faces), masterId: id.nullable() },
        /** What treatment made of it: shown in its place. */
        derivativeId: id.nullable(),
        /** Pixels of what was scanned, as it is shown: boxes of recognised text mean the same. */
        ...{ width: z.number().int().nullable(), height: z.number().int().nullable() },
      }),
    ),
  }),
});

/**
 * Pictures of a unit, of its masters and their derivatives (`<image>`: id of a master, or of a treatment).
 * `/<image>/thumb.jpg` and `/<image>/screen.jpg` are ready; `/<image>/info.json` and
 * `/<image>/<region>/<size>/<rotation>/<quality>.jpg` follow the IIIF Image API 3.0.
 */
export const pictureBytes = stream({
  name: 'imaging.picture.bytes',
  label: { zh: '图像数据', en: 'Bytes of a picture' },
  clauses: ['2.8-6', '6.5-1'],
  grantedBy: picturesOpen.name,
  direction: 'down',
  tail: true,
});
