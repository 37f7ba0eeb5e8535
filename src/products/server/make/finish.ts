/** The end of making a package: its lists, what makes it a bag, and its seal. */
import { systemActor } from '#/base/rules/actor.ts';
import { dayOf, findSite } from '#/base/server/site.ts';
import { NothingToEnter, systemAct } from '#/base/server/door/system.ts';
import type { JobContext } from '#/base/server/jobs/job.ts';
import type { Level } from '#/description/rules/field.ts';
import { listedEntries } from '#/description/server/door.ts';
import { findProject } from '#/engagement/server/door.ts';
import { faceNames } from '#/imaging/rules/capture.ts';
import { deliveryOf } from '#/imaging/server/door.ts';
import { specificationOf } from '#/engagement/server/door.ts';
import type { ListedImage, ListEntry } from '../../rules/lists.ts';
import { packageChanged } from '../../rules/events.ts';
import { bookPath, encodingNames, imagePath } from '../../rules/package.ts';
import { productVersion } from '../../rules/producer.ts';
import {
  allFiles,
  finishPackage,
  insertFiles,
  lockPackage,
  type PackageRow,
  type PackedFile,
  type PackedUnit,
  RemovedMeanwhile,
  unitsOfPackage,
} from '../store/packages.ts';
import { makeBag } from './bag.ts';
import { makeLists } from './lists.ts';
import type { MakeDeps } from './make-job.ts';
import { listedImage } from './volume.ts';

/** Lists of bags are much alike: what another package was the last to name may be removed while this one writes it. */
const mostTries = 5;

export async function finish(deps: MakeDeps, row: PackageRow, context: JobContext): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await finishOnce(deps, row, context);
    } catch (error) {
      if (!(error instanceof RemovedMeanwhile) || tries === mostTries) throw error;
    }
  }
}

async function finishOnce(deps: MakeDeps, row: PackageRow, { jobId }: JobContext): Promise<void> {
  const { db, objects, announce } = deps;
  const units = await unitsOfPackage(db, row.id);
  const made = (await allFiles(db, row.id)).filter(({ path }) => path.startsWith('data/'));
  const entries = await entriesOf(deps, row, units, made);
  const images = await imagesOf(deps, units, made);
  const note = await noteOf(deps, row, { units, entries, images });
  const lists = await makeLists(objects, { encoding: row.encoding, entries, images, note });
  const payload = [...made, ...lists];
  const { tags, seal } = await makeBag(objects, payload, await infoOf(deps, row));
  await systemAct(db, systemActor('products', jobId, row.sealed_by), {
    act: 'products.package.finish',
    subject: { type: 'package', id: row.id },
    async body(tx) {
      if ((await lockPackage(tx, row.id))?.state !== 'sealed') throw new NothingToEnter();
      await insertFiles(tx, objects, row.id, [...lists, ...tags]);
      await finishPackage(tx, row.id, seal);
      await announce(tx, packageChanged, row.id);
      const bytes = payload.reduce((sum, file) => sum + file.bytes, 0);
      return { after: { number: row.number, files: payload.length, bytes: String(bytes), seal } };
    },
  });
}

async function entriesOf(
  { db }: MakeDeps,
  row: PackageRow,
  units: readonly PackedUnit[],
  made: readonly PackedFile[],
): Promise<ListEntry[]> {
  const byOriginal = new Map(units.map((unit) => [unit.original_id, unit]));
  const listed = await listedEntries(
    db,
    units.map(({ original_id: id }) => id),
  );
  const counts = Map.groupBy(made, ({ unit_id: id }) => id);
  return listed.map(({ originalId, level, code, values }) => {
    const unit = byOriginal.get(originalId);
    const common = { level, code, values };
    // What lies in a unit has no files of its own.
    if (!unit || code !== unit.code) return { ...common, images: null, folder: '', pdf: '', ofd: '' };
    const named = { fonds: unit.fonds_code, code };
    const files = (counts.get(unit.id) ?? []).filter(({ kind }) => kind === 'image');
    return {
      ...common,
      images: files.length,
      folder: imagePath(named, 'x', 1, 'x')
        .replace(/^data\//, '')
        .replace(/\/[^/]+$/, ''),
      pdf: row.pdf ? bookPath(named, 'pdf').replace(/^data\//, '') : '',
      ofd: row.ofd ? bookPath(named, 'ofd').replace(/^data\//, '') : '',
    };
  });
}

async function imagesOf(
  { db }: MakeDeps,
  units: readonly PackedUnit[],
  made: readonly PackedFile[],
): Promise<ListedImage[]> {
  const files = new Map(made.map((file) => [file.path, file]));
  const images: ListedImage[] = [];
  for (const unit of units) {
    const { id, code, fonds_code: fonds, project_id: projectId, scheme_id: schemeId } = unit;
    const specification = await specificationOf(db, { projectId, schemeId, code });
    if (!specification) throw new Error(`no specification for ${code}`);
    const { delivered, naming } = specification.data;
    for (const page of (await deliveryOf(db, id, delivered)).pages) {
      const file = ['jpg', 'tif', 'jp2', 'png']
        .map((extension) => files.get(imagePath({ fonds, code }, naming, page.position, extension)))
        .find((one) => one !== undefined);
      if (!file) throw new Error(`no file of image ${page.position} of ${code}`);
      images.push(listedImage({ ...file, unitId: id }, code, page, faceNames[page.face].zh));
    }
  }
  return images;
}

interface Contents {
  units: readonly PackedUnit[];
  entries: readonly ListEntry[];
  images: readonly ListedImage[];
}

/** What DA/T 93-2022 asks of a note; the carrier's own number stands on the carrier and in the form of the handover. */
async function noteOf({ db }: MakeDeps, row: PackageRow, { units, entries, images }: Contents) {
  const project = await findProject(db, row.project_id);
  const site = await findSite(db);
  const count = (level: Level): number => entries.filter((entry) => entry.level === level).length;
  const [first, last] = [units[0]?.code ?? '', units.at(-1)?.code ?? ''];
  const bytes = images.reduce((sum, image) => sum + image.bytes, 0);
  const forms = ['图像', ...(row.pdf ? ['双层 PDF/A-2u'] : []), ...(row.ofd ? ['双层 OFD（OFD-A）'] : [])];
  return [
    ['信息包编号', row.number],
    ['移交单位', project?.vendor_name ?? site?.name ?? ''],
    ['接收单位', site?.name ?? ''],
    ['项目', `${project?.number ?? ''} ${project?.name ?? ''}`],
    ['内容描述', `${units.length} 件（卷）数字化成果：${forms.join('、')}，目录`],
    ['起止档号', `${first} 至 ${last}`],
    ['档案数量', `案卷条目 ${count('volume')}，文件条目 ${count('item')}，图像 ${images.length} 幅`],
    ['图像数据量', `${bytes} 字节`],
    ['目录编码', encodingNames[row.encoding]],
    ['封装日期', await dayOf(db, row.sealed_at)],
    ['制作软件', productVersion],
    ['软硬件环境', 'XLSX、CSV、XML、TXT、PDF、OFD 通用阅读软件；TIFF、JPEG 通用图像软件'],
    ['核验方法', '按 BagIt（RFC 8493）核对 manifest-sha256.txt、manifest-sm3.txt'],
  ] as const;
}

async function infoOf({ db }: MakeDeps, row: PackageRow) {
  const project = await findProject(db, row.project_id);
  const site = await findSite(db);
  return [
    ['Source-Organization', project?.vendor_name ?? site?.name ?? ''],
    ['Contact-Name', site?.name ?? ''],
    ['External-Identifier', row.number],
    ['External-Description', `${project?.number ?? ''} ${project?.name ?? ''}`],
    ['Bagging-Date', await dayOf(db, row.sealed_at)],
    ['Bag-Software-Agent', productVersion],
  ] as const;
}
