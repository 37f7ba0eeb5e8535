/** What is wrong with a bag, in words. */
import type { Words } from '#/base/rules/declare.ts';
import type { BagFault } from './bagit.ts';

export const bagFaultWords: Record<BagFault, Words> = {
  'no-declaration': { zh: '缺 bagit.txt，不是信息包', en: 'No bagit.txt: this is no package' },
  'declaration-form': { zh: 'bagit.txt 格式不对', en: 'bagit.txt is not as it must be' },
  'encoding-unknown': { zh: '清单的编码不认识', en: 'The encoding of the lists is not known' },
  'no-manifest': { zh: '没有文件清单', en: 'There is no list of files' },
  'manifest-form': { zh: '清单中的行格式不对', en: 'A line of a list is not as it must be' },
  'digest-unknown': { zh: '清单的摘要算法不认识', en: 'The digest of a list is not known' },
  'path-outside': { zh: '清单中的路径指向包外', en: 'A listed path leads out of the package' },
  'listed-twice': { zh: '在清单中列了两次', en: 'Listed twice' },
  missing: { zh: '缺文件', en: 'Missing' },
  unlisted: { zh: '多余的文件', en: 'Not listed' },
  changed: { zh: '内容已变', en: 'Changed' },
  unreadable: { zh: '读不出，或是链接', en: 'Cannot be read, or is a link' },
  'size-differs': { zh: '文件数或字节数与说明不符', en: 'Number or bytes of files differ from what is said' },
};
