/** What the program says to whoever stands at the scanner: Chinese first, English by `--lang en`. */
import type { Words } from '#/base/rules/declare.ts';
import type { AgentStop } from '#/imaging/rules/api/agent.ts';

export type Language = 'zh' | 'en';

const zh = {
  usage: [
    '用法:',
    '  npm run agent -- enrol --server <地址> --code <注册码> [--ca <证书文件> | --fingerprint <指纹>]',
    '  npm run agent -- --folder <扫描软件保存的文件夹> [--leave]',
    '选项:--home <凭证目录>  --lang en  --leave(发送后文件留在原处)',
  ].join('\n'),
  enrolled: (terminal: string, file: string) => `已注册为终端“${terminal}”的监视程序,凭证存于 ${file}`,
  notEnrolled: '本机尚未注册。请保密员在“终端”页签发监视程序注册码,然后运行 enrol',
  open: (file: string) => `${file} 可被他人读取,已停止。请执行 chmod 600 后重试`,
  otherServer: (own: string) => `凭证属于 ${own},不会发往其他地址。换服务器须重新注册`,
  needsTls: '除本机外只用 https。请用 https 地址',
  needsCa: '请用 --ca 指定站点证书颁发者文件(ca.crt),或用 --fingerprint 给出其指纹(服务器启动时显示)',
  wrongCa: (seen: string) => `服务器的证书颁发者与给出的指纹不符,已停止。收到的指纹:${seen || '无'}`,
  noFolder: (folder: string) => `找不到文件夹:${folder}。请核对路径`,
  twice: '另一个监视程序已在监视此文件夹。请只运行一个',
  watching: (folder: string, terminal: string) => `正在监视 ${folder}(终端“${terminal}”)`,
  nobody: (waiting: number) => `此终端上没有人登录,不发送。请在浏览器中登录。等待的文件:${waiting}`,
  nothingOpen: (waiting: number) => `没有打开的卷,不发送。请在浏览器的扫描页扫描流程单。等待的文件:${waiting}`,
  stopped: {
    halted: '此卷已停工,不发送',
    elsewhere: '打开的卷不是在此终端上开的,不发送。请在本机浏览器重新扫描流程单',
    unclaimed: '此卷的扫描任务不在您手中,不发送',
  } satisfies Record<AgentStop, string>,
  progress: (code: string, last: number, feedFrom: number) =>
    last === 0 ? `${code}:尚未收到图像,请从第 1 页起放纸` : `${code}:已收到第 ${last} 页;从第 ${feedFrom} 页起放纸`,
  pending: (count: number) => `(检查中 ${count})`,
  sent: (count: number, first: string, last: string) =>
    count === 1 ? `已发送 ${first}` : `已发送 ${count} 个文件:${first} 至 ${last}`,
  known: (name: string, position: number) => `${name}:已是第 ${position} 页,没有再发`,
  elsewhere: (name: string, code: string) => `未接收 ${name}:它是 ${code} 的图像。文件留在原处,请核对`,
  quarantined: (name: string) => `未接收 ${name}:它已在隔离区。文件留在原处,请重扫该页`,
  empty: (name: string) => `未接收 ${name}:文件是空的。文件留在原处,请重扫`,
  large: (name: string, most: number) => `未接收 ${name}:超过 ${most} MB。文件留在原处,请降低分辨率或分开保存`,
  changing: (name: string) => `未接收 ${name}:多次发送后仍与摘要不符。文件留在原处,请检查磁盘和网线后重新启动本程序`,
  quarantine: (name: string, position: number | null, what: string, next: string) =>
    `${position === null ? '' : `第 ${position} 页 `}${name} 进入隔离区:${what}。${next}`,
  earlier: (count: number, names: string) =>
    `开卷之前写入的文件不发送(${count}):${names}。属于此卷的请在浏览器扫描页补加`,
  writing: (name: string) => `${name} 还没有写完,其后的文件等它`,
  away: (seconds: number) => `连不上服务器,文件等待;${seconds} 秒后再试`,
  unable: (what: string, next: string, seconds: number) => `服务器暂不能接收:${what}。${next};${seconds} 秒后再试`,
  back: '服务器已恢复,继续发送',
  refused: (what: string, next: string) => `服务器拒绝:${what}。${next}`,
  revoked: '监视程序的凭证已失效,已停止。请保密员重新签发注册码',
  unmoved: (name: string, why: string) => `${name} 已收到,但移不到 sent:${why}。请检查文件夹权限`,
  unreadable: (name: string) => `读不了 ${name},其后的文件等它。请检查文件权限,或关闭占用它的程序`,
  unread: (why: string) => `读不了文件夹,稍后再试:${why}`,
  ended: '已停止。未发送的文件留在原处,下次接着发',
};

export type Say = typeof zh;

const en: Say = {
  usage: [
    'Usage:',
    '  npm run agent -- enrol --server <url> --code <code> [--ca <file> | --fingerprint <fingerprint>]',
    '  npm run agent -- --folder <folder of the scanner software> [--leave]',
    'Options: --home <folder of the credential>  --lang en  --leave (files stay where they are)',
  ].join('\n'),
  enrolled: (terminal, file) => `Enrolled as the folder watcher of terminal "${terminal}"; credential in ${file}`,
  notEnrolled: 'Not enrolled. Have the security officer issue a code for a folder watcher, then run enrol',
  open: (file) => `Others can read ${file}: stopped. Run chmod 600 on it and try again`,
  otherServer: (own) => `The credential is for ${own} and is sent nowhere else. Enrol again for another server`,
  needsTls: 'Only https is used, except on this very machine. Give the https address',
  needsCa: 'Name the file of the site CA (--ca ca.crt), or its fingerprint (--fingerprint), which the server prints',
  wrongCa: (seen) => `The server's CA has another fingerprint: stopped. Seen: ${seen || 'none'}`,
  noFolder: (folder) => `No such folder: ${folder}. Check the path`,
  twice: 'Another watcher watches this folder already. Run one only',
  watching: (folder, terminal) => `Watching ${folder} (terminal "${terminal}")`,
  nobody: (waiting) =>
    `Nobody is signed in at this terminal: nothing is sent. Sign in by the browser. Waiting: ${waiting}`,
  nothingOpen: (waiting) =>
    `No volume is open: nothing is sent. Scan its slip on the capture page. Waiting: ${waiting}`,
  stopped: {
    halted: 'The volume is halted: nothing is sent',
    elsewhere: 'What lies open was opened at another terminal: nothing is sent. Scan its slip again at this machine',
    unclaimed: 'The scanning of this volume is not in your hands: nothing is sent',
  },
  progress: (code, last, feedFrom) =>
    last === 0
      ? `${code}: no image yet, feed from page 1`
      : `${code}: page ${last} has arrived; feed from page ${feedFrom}`,
  pending: (count) => `(${count} being checked)`,
  sent: (count, first, last) => (count === 1 ? `Sent ${first}` : `Sent ${count} files: ${first} to ${last}`),
  known: (name, position) => `${name} is page ${position} already and was not sent again`,
  elsewhere: (name, code) => `Not taken: ${name} is an image of ${code}. It stays where it is; check it`,
  quarantined: (name) => `Not taken: ${name} is in quarantine already. It stays where it is; scan the page again`,
  empty: (name) => `Not taken: ${name} is empty. It stays where it is; scan again`,
  large: (name, most) =>
    `Not taken: ${name} exceeds ${most} MB. It stays where it is; save at a lower resolution or in parts`,
  changing: (name) =>
    `Not taken: ${name} keeps arriving with another digest. It stays; check disk and cable, start again`,
  quarantine: (name, position, what, next) =>
    `${position === null ? '' : `Page ${position} `}${name} is in quarantine: ${what}. ${next}`,
  earlier: (count, names) =>
    `Written before the volume was opened and not sent (${count}): ${names}. Add those of this volume on the capture page`,
  writing: (name) => `${name} is still being written; what follows waits for it`,
  away: (seconds) => `The server cannot be reached: files wait; next try in ${seconds} s`,
  unable: (what, next, seconds) => `The server takes nothing now: ${what}. ${next}; next try in ${seconds} s`,
  back: 'The server is back: going on',
  refused: (what, next) => `Refused by the server: ${what}. ${next}`,
  revoked: 'The credential is not valid any more: stopped. Have the security officer issue a new code',
  unmoved: (name, why) => `${name} has arrived but cannot be moved to sent: ${why}. Check the folder's permissions`,
  unreadable: (name) => `${name} cannot be read; what follows waits. Check its permissions, or close what holds it`,
  unread: (why) => `The folder cannot be read, trying again: ${why}`,
  ended: 'Stopped. What was not sent stays where it is and is sent next time',
};

export const wordsIn = (language: Language): Say => (language === 'en' ? en : zh);

export const inWords = (words: Words, language: Language): string => words[language];
