/** What makes files a bag (RFC 8493): its lists, by SHA-256 and SM3, written when every file is there. */
import { Readable } from 'node:stream';
import type { ObjectStore } from '#/base/server/objects/store.ts';
import { bagInfoText, bagitText, manifestText } from '../../rules/bagit.ts';
import type { MadeFile } from '../store/packages.ts';

type FileFacts = Pick<MadeFile, 'path' | 'sha256' | 'sm3' | 'bytes'>;

/** Files of the bag itself, and its seal: the digest of the list that names all others. */
export async function makeBag(
  objects: ObjectStore,
  files: readonly FileFacts[],
  info: readonly (readonly [label: string, value: string])[],
): Promise<{ tags: MadeFile[]; seal: string }> {
  const put = async (path: string, text: string): Promise<MadeFile> => ({
    ...(await objects.put(Readable.from([Buffer.from(text)]))),
    ...{ kind: 'tag', unitId: null, path },
  });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const listOf = (of: readonly FileFacts[], name: 'sha256' | 'sm3'): string =>
    manifestText(of.map((file) => ({ path: file.path, digest: file[name] })));
  const tags = [
    await put('bagit.txt', bagitText),
    await put('bag-info.txt', bagInfoText([...info, ['Payload-Oxum', `${bytes}.${files.length}`]])),
    await put('manifest-sha256.txt', listOf(files, 'sha256')),
    await put('manifest-sm3.txt', listOf(files, 'sm3')),
  ];
  const sealed = await put('tagmanifest-sha256.txt', listOf(tags, 'sha256'));
  const other = await put('tagmanifest-sm3.txt', listOf(tags, 'sm3'));
  return { tags: [...tags, sealed, other], seal: sealed.sha256 };
}
