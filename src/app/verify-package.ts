/** `npm run verify` on a package: told file by file what differs, and whether it is the one that was sealed. */
import { bagFaultWords } from '#/products/rules/bag-words.ts';
import { verifyBag } from '#/products/server/door.ts';

/** Answers the exit code: 0 whole and as sealed, 1 something differs, 3 whole but no seal was given. */
export async function verifyPackage(folder: string, seal: string | null): Promise<0 | 1 | 3> {
  const verdict = await verifyBag(folder);
  const sealed = seal === null || verdict.seal === seal.toLowerCase();
  for (const { fault, file, warning } of verdict.troubles.slice(0, 50)) {
    const { zh, en } = bagFaultWords[fault];
    console.log(`  ${warning ? '△' : '✗'} ${zh} ${en}: ${file}`);
  }
  if (!sealed) console.log(`  ✗ 封印不符 The seal differs: ${verdict.seal ?? '–'}`);
  const told = `文件 files ${verdict.files} · 字节 bytes ${verdict.bytes} · 摘要 digests ${verdict.digests.join(', ')} · 封印 seal ${verdict.seal ?? '–'}`;
  if (!verdict.valid || !sealed) {
    console.log(`✗ 未通过 FAILED: ${verdict.troubles.length + (sealed ? 0 : 1)}\n  ${told}`);
    return 1;
  }
  console.log(
    seal === null ? `△ 完整，未提供封印 whole, but no seal was given\n  ${told}` : `✓ 通过 verified\n  ${told}`,
  );
  return seal === null ? 3 : 0;
}
