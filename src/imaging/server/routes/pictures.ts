/** Pictures of a unit for whoever works at it, and for the archive (2.8-6, 6.5-1). */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PersonActor } from '#/base/rules/actor.ts';
import { refuse, type Refusal } from '#/base/rules/refusal.ts';
import { bindStream, bindView, type Binding } from '#/base/server/door/bind.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { issueGrant } from '#/base/server/grants.ts';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { refuseAtWork } from '#/custody/server/door.ts';
import { mayWork, refuseOutsider } from '#/engagement/server/door.ts';
import { findUnit, hasClaimed } from '#/workflow/server/door.ts';
import { archiveViewers, pictureBytes, picturesOpen, viewers } from '../../rules/api/pictures.ts';
import { uprightSize } from '../../rules/headers/header.ts';
import { imageInformation, readRequest } from '../../rules/iiif.ts';
import type { Regions } from '../iiif/regions.ts';
import { derivativeOf, treatedSlots } from '../treat/state.ts';
import { imageOf, readyPictureOf } from '../store/pictures.ts';

export interface PictureDeps {
  /** Later rooms that let somebody see a unit which he has not claimed: who decides about it. */
  alsoSees: (tx: Tx, unitId: string, personId: string) => Promise<boolean>;
  db: Db;
  objects: ObjectStore;
  regions: Regions;
}

export const pictureRoutes = (deps: PictureDeps): Binding[] => [openRoute(deps), bytesRoute(deps)];

/** A shift at the screen is longer; the page asks again. */
const minutes = 60;

/** Whoever only works sees what he has claimed; of what is halted or was surrendered nobody sees a picture (6.5-1). */
export async function refuseViewing(
  tx: Tx,
  actor: PersonActor,
  unit: { id: string; projectId: string; originalId: string },
  { alsoSees }: Pick<PictureDeps, 'alsoSees'>,
): Promise<Refusal | null> {
  const outside = await refuseOutsider(tx, actor, unit.projectId, viewers);
  if (outside) return outside;
  const stopped = (await refuseAtWork(tx, [unit.originalId], { paper: false })).get(unit.originalId);
  if (stopped) return stopped;
  if (await mayWork(tx, actor.personId, unit.projectId, archiveViewers)) return null;
  if (await hasClaimed(tx, unit.id, actor.personId)) return null;
  return (await alsoSees(tx, unit.id, actor.personId)) ? null : refuse('images-closed');
}

const openRoute = (deps: PictureDeps): Binding =>
  bindView(picturesOpen, async (tx, { actor, subject }) => {
    const unit = await findUnit(tx, subject ?? '');
    if (!unit) return refuse('not-found', { what: { zh: '件', en: 'unit' } });
    const refused = await refuseViewing(tx, actor, unit, deps);
    if (refused) return refused;
    const grant = await issueGrant(tx, pictureBytes.name, actor.sessionId, unit.id, minutes);
    const images = (await treatedSlots(tx, unit.id)).map((slot) => {
      const { id, position, face, master_id: masterId, header } = slot.row;
      const size = header === null ? { width: null, height: null } : uprightSize(header);
      const derivativeId = derivativeOf(slot)?.id ?? null;
      return { id, position, face, masterId, derivativeId, ...size };
    });
    return { unitId: unit.id, grant, minutes, images };
  });

function bytesRoute(deps: PictureDeps): Binding {
  const { db, objects } = deps;
  return bindStream(pictureBytes, async ({ actor, subjectId, request, reply }) => {
    const unit = await findUnit(db, subjectId);
    if (!unit) return refuse('grant-invalid');
    // Asked anew for every picture: a halt, or the end of a claim, closes what was open.
    const refused = await db.transaction().execute((tx) => refuseViewing(tx, actor, unit, deps));
    if (refused) return refused;
    const { '*': tail = '' } = request.params as { '*'?: string };
    const [imageId = '', ...parts] = tail.split('/');
    reply.header('cache-control', 'private, max-age=3600, immutable');
    const kind = parts[0] === 'thumb.jpg' ? 'thumb' : parts[0] === 'screen.jpg' ? 'screen' : null;
    if (kind !== null && parts.length === 1) {
      const picture = await readyPictureOf(db, subjectId, imageId, kind);
      if (!picture) return noPicture();
      reply.header('content-length', await objects.size(picture.sha256)).type('image/jpeg');
      await reply.send(await objects.get(picture.sha256));
      return undefined;
    }
    return sendRegion(deps, { unitId: subjectId, imageId, parts }, request, reply);
  });
}

const noPicture = () => refuse('not-found', { what: { zh: '图像', en: 'picture' } });

/** IIIF Image API 3.0: `info.json`, or four parts that ask for a region. */
async function sendRegion(
  { db, objects, regions }: PictureDeps,
  { unitId, imageId, parts }: { unitId: string; imageId: string; parts: readonly string[] },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Refusal | undefined> {
  const image = await imageOf(db, unitId, imageId);
  if (!image) return noPicture();
  const full = uprightSize(image.header);
  if (parts.length === 1 && parts[0] === 'info.json') {
    const id = `${request.protocol}://${request.host}${request.url.slice(0, -'/info.json'.length)}`;
    await reply
      .type('application/ld+json;profile="http://iiif.io/api/image/3/context.json"')
      .send(imageInformation(id, full));
    return undefined;
  }
  const asked =
    parts.length === 4
      ? readRequest(
          full,
          parts.map((part) => decodeURIComponent(part)),
        )
      : null;
  if (!asked) return refuse('request-malformed');
  const bytes = await regions.cut({ path: await objects.path(image.sha256), page: image.page, request: asked });
  if (!bytes) return noPicture();
  await reply.type(asked.format === 'png' ? 'image/png' : 'image/jpeg').send(Buffer.from(bytes));
  return undefined;
}
