/** What is scanned: pages made here, or a person's own files (`--scans`), and the specification that goes with them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative, resolve } from 'node:path';
import sharp from 'sharp';
import { compressionsOf, type Specification, usualSpecification } from '#/engagement/rules/specification.ts';
import { byName, mostBytes } from '#/imaging/rules/capture.ts';
import { checkHeader } from '#/imaging/rules/checks.ts';
import type { FileHeader } from '#/imaging/rules/headers/header.ts';
import { readHeader } from '#/imaging/rules/headers/read.ts';
import { inflate } from '#/imaging/server/look/pixels.ts';
import { DemoError } from './server.ts';

export interface OwnFile {
  /** Below the folder that was named. */
  name: string;
  path: string;
  /** As its headers say, before anybody looked at a pixel; 1 where they cannot be read. */
  pages: number;
}

export interface Material {
  specification: Specification;
  reason: string;
  /** In the order of their names; null where pages are made. */
  own: readonly OwnFile[] | null;
  /** Files of the folder that are no scans. */
  passedOver: readonly string[];
}

/** DA/T 31-2017 §9.3 to 9.5, with JPEG for the images. */
export const madeMaterial: Material = {
  specification: { ...usualSpecification, format: 'jpeg', compression: 'jpeg', quality: 80 },
  ...{ reason: 'DA/T 31-2017，彩色 JPEG', own: null, passedOver: [] },
};

const endings = ['.jpg', '.jpeg', '.tif', '.tiff', '.pdf'];
/** A demonstration, not a day at the scanner. */
export const mostFiles = 200;

/** @throws DemoError when there is nothing to scan. */
export function ownMaterial(folder: string): Material {
  const root = resolve(folder);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new DemoError(`${root} 不是文件夹，请核对路径。 ${root} is no folder: check the path.`);
  const all = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted(byName);
  const scans = all.filter((name) => endings.includes(extname(name).toLowerCase()));
  const taken = scans.slice(0, mostFiles).filter((name) => statSync(join(root, name)).size <= mostBytes);
  if (taken.length === 0)
    throw new DemoError(
      `${root} 中没有 jpg、tif、pdf 文件，请另选文件夹。 No jpg, tif or pdf in ${root}: choose another folder.`,
    );
  const read = taken.map((name) => {
    const path = join(root, name);
    return { name, path, header: readHeader(readFileSync(path), inflate) };
  });
  return {
    specification: specificationFor(read.flatMap(({ header }) => ('refused' in header ? [] : [header]))),
    reason: '--scans：按文件夹中最多的格式设定',
    own: read.map(({ name, path, header }) => ({ name, path, pages: 'refused' in header ? 1 : header.pages.length })),
    passedOver: all.filter((name) => !taken.includes(name)),
  };
}

/** The one by which most pages pass, at the least resolution that may be agreed on. */
function specificationFor(headers: readonly FileHeader[]): Specification {
  const candidates = (['jpeg', 'tiff'] as const).flatMap((format) =>
    compressionsOf(format).map((compression): Specification => ({
      ...{ ...usualSpecification, format, compression, resolution: 200 },
      colour: compression === 'g4' ? 'bilevel' : 'byPage',
      quality: compression === 'jpeg' ? 30 : null,
    })),
  );
  const passing = (spec: Specification): number =>
    headers
      .flatMap((header) => header.pages.map((page) => checkHeader(header, page, spec)))
      .filter((outcomes) => outcomes.every(({ verdict }) => verdict !== 'fail')).length;
  const [best] = candidates.toSorted((one, other) => passing(other) - passing(one));
  if (!best || passing(best) === 0)
    throw new DemoError(
      '文件夹中没有一页达到 200 dpi 的 JPEG 或 TIFF，扫不成卷，请另选文件夹。 No page of the folder is a JPEG or TIFF of 200 dpi or more: choose another one.',
    );
  return best;
}

/** A made page as the specification asks for it: beside a person's own files it has their format. */
export async function encoded(jpeg: Buffer, { format, compression }: Specification): Promise<Buffer> {
  if (format === 'jpeg') return jpeg;
  const resolution = { xres: 300 / 25.4, yres: 300 / 25.4 };
  if (compression === 'g4')
    return sharp(jpeg)
      .greyscale()
      .threshold(150)
      .toColourspace('b-w')
      .tiff({ compression: 'ccittfax4', bitdepth: 1, ...resolution })
      .toBuffer();
  const kept = compression === 'lzw' || compression === 'jpeg' ? compression : 'none';
  return sharp(jpeg)
    .tiff({ compression: kept, quality: 90, ...resolution })
    .toBuffer();
}
