import type { Messages } from '#/base/rules/refusal.ts';
import { obstacleMessages } from './obstacles.ts';

/** What is said to whoever stands at the scanner: why a file is not taken, and what cannot be done. */
export const imagingMessages = {
  ...obstacleMessages,
  'file-empty': {
    status: 422,
    zh: { what: '文件是空的', next: '请重新扫描该页' },
    en: { what: 'The file is empty', next: 'Scan the page again' },
  },
  'file-truncated': {
    status: 422,
    zh: { what: '文件不完整，后面一部分没有写完', next: '请等扫描软件写完后重传；仍不完整的，重新扫描' },
    en: {
      what: 'The file breaks off before its end',
      next: 'Send it again once the scanner has finished; else scan again',
    },
  },
  'file-damaged': {
    status: 422,
    zh: { what: '文件已损坏，结构读不通', next: '请从扫描仪重新导出或重新扫描' },
    en: { what: 'The file is damaged: its structure cannot be followed', next: 'Export it again, or scan again' },
  },
  'file-without-pages': {
    status: 422,
    zh: { what: '文件里没有任何页面', next: '请重新扫描' },
    en: { what: 'There is no page in the file', next: 'Scan again' },
  },
  'format-unknown': {
    status: 415,
    zh: { what: '不是可接收的扫描图像（{format}）', next: '请让扫描软件输出 TIFF、JPEG、PNG 或每页一幅图像的 PDF' },
    en: {
      what: 'This is no scan that can be taken ({format})',
      next: 'Have the scanner write TIFF, JPEG, PNG or a PDF of one picture a page',
    },
  },
  'compression-unknown': {
    status: 415,
    zh: { what: 'TIFF 的压缩方式不能读（259 号标签为 {tag}）', next: '请改为不压缩、LZW、G4 或 JPEG 后重新输出' },
    en: {
      what: 'The compression of this TIFF cannot be read (tag 259 is {tag})',
      next: 'Write it without compression, or with LZW, G4 or JPEG',
    },
  },
  'tiff-layout': {
    status: 415,
    zh: { what: 'TIFF 的像素排列方式（{kind}）不能读', next: '请改为每样本 8 位、彩色或灰度、像素交错存储后重新输出' },
    en: {
      what: 'The layout of this TIFF ({kind}) cannot be read',
      next: 'Write it with 8 bits a sample, in RGB or grey, samples together',
    },
  },
  'picture-too-large': {
    status: 413,
    zh: { what: '图像有 {width}×{height} 像素，超过 {most} 百万像素', next: '请核对扫描分辨率与幅面' },
    en: {
      what: 'The picture has {width} by {height} pixels, more than {most} million',
      next: 'Check resolution and size of the scan',
    },
  },
  'picture-too-small': {
    status: 422,
    zh: { what: '图像只有 {width}×{height} 像素，不是一页', next: '请核对是否误传了缩略图' },
    en: {
      what: 'The picture has only {width} by {height} pixels: that is no page',
      next: 'Check whether a thumbnail was sent',
    },
  },
  'picture-unreadable': {
    status: 422,
    zh: { what: '图像打不开，像素数据有错', next: '请重新扫描；同一台扫描仪反复出现的，报设备维护' },
    en: {
      what: 'The picture cannot be opened: its pixels are broken',
      next: 'Scan again; if one scanner does this often, have it looked at',
    },
  },
  'picture-too-slow': {
    status: 422,
    zh: { what: '图像在 {seconds} 秒内没有读完', next: '请核对文件是否正常；不正常的重新扫描' },
    en: {
      what: 'The picture was not read within {seconds} seconds',
      next: 'Check the file; scan again if it is broken',
    },
  },
  'jp2-unseen': {
    status: 415,
    zh: { what: 'JPEG 2000 的像素现在不能在这里检查', next: '请交 TIFF 或 JPEG' },
    en: { what: 'Pixels of JPEG 2000 cannot be checked here yet', next: 'Hand in TIFF or JPEG' },
  },
  'pdf-encrypted': {
    status: 422,
    zh: { what: 'PDF 已加密或限制了权限', next: '请输出不加密的文件' },
    en: { what: 'The PDF is encrypted or restricted', next: 'Write it without encryption' },
  },
  'pdf-not-scanned': {
    status: 422,
    zh: { what: 'PDF 第 {page} 页不是一幅扫描图像，而是文字、图形或空页', next: '请交扫描图像；电子文件不在这里接收' },
    en: {
      what: 'Page {page} of the PDF is text, drawing or nothing, not one scan',
      next: 'Hand in scans; files born digital are not taken here',
    },
  },
  'pdf-many-pictures': {
    status: 422,
    zh: { what: 'PDF 第 {page} 页由几幅图像拼成', next: '请关闭扫描软件的分层压缩，每页输出一幅图像' },
    en: {
      what: 'Page {page} of the PDF is put together from several pictures',
      next: 'Turn off layered compression: one picture a page',
    },
  },
  'pdf-picture-kind': {
    status: 415,
    zh: { what: 'PDF 第 {page} 页图像的编码（{kind}）不能读', next: '请改用 JPEG、G4 或无损压缩后重新输出' },
    en: {
      what: 'The picture on page {page} of the PDF is coded as {kind}, which cannot be read',
      next: 'Write it as JPEG, G4 or without loss',
    },
  },
  'file-ends-worker': {
    status: 422,
    zh: { what: '这个文件使读图程序连续中断 {tries} 次', next: '请重新扫描；文件可能有害，交保密员查看' },
    en: {
      what: 'This file ended the program that reads it {tries} times',
      next: 'Scan again; the file may be harmful, show it to the security officer',
    },
  },
  'image-taken-out': {
    status: 409,
    zh: { what: '图像位在机检期间被删除', next: '需要这一页的，请重新扫描' },
    en: { what: 'Its image was taken out while the file was being checked', next: 'Scan it again if it is needed' },
  },
  'file-changed': {
    status: 422,
    zh: { what: '收到的文件与发出的不一致（摘要不同）', next: '请重新发送；反复出现的，报网络或磁盘维护' },
    en: {
      what: 'The file arrived with another digest than it left with',
      next: 'Send it again; if this happens often, have network and disk looked at',
    },
  },
  'aim-unclear': {
    status: 409,
    zh: { what: '要补扫或插入的位置已不在这一卷里', next: '请刷新页面，重新选择图像' },
    en: {
      what: 'The image to scan again, or to insert behind, is no longer there',
      next: 'Refresh and choose it again',
    },
  },
  'upload-unknown': {
    status: 404,
    zh: { what: '没有这个上传文件', next: '请重新发送' },
    en: { what: 'There is no such upload', next: 'Send the file again' },
  },
  'upload-incomplete': {
    status: 409,
    zh: { what: '文件 {name} 还没有传完', next: '请等传完再入位' },
    en: { what: 'The file {name} has not arrived completely', next: 'Wait until it has' },
  },
  'capture-closed': {
    status: 409,
    zh: { what: '这一卷的扫描已经结束', next: '请重新扫描流程单开卷' },
    en: { what: 'Scanning of this original is closed', next: 'Scan its slip to open it again' },
  },
  'no-specification': {
    status: 409,
    zh: { what: '项目还没有技术指标', next: '请档案部门先登记技术指标' },
    en: { what: 'The project has no technical specification', next: 'Let the archive enter it first' },
  },
  'slot-being-seen': {
    status: 409,
    zh: { what: '第 {position} 幅图像正在机检', next: '请等几秒再试' },
    en: { what: 'Image {position} is being checked', next: 'Try again in some seconds' },
  },
  'defects-open': {
    status: 409,
    zh: { what: '第 {numbers} 幅图像有未处理的缺陷', next: '请退回返工，或撤销误标的缺陷' },
    en: { what: 'Images {numbers} have open defects', next: 'Send them back, or take back what was marked by mistake' },
  },
  'pages-unseen': {
    status: 409,
    zh: { what: '还有 {count} 幅图像没有看过：第 {numbers} 幅', next: '请看过再判合格；机检有疑问的须单页看' },
    en: {
      what: '{count} images were never shown: {numbers}',
      next: 'Look at them first; those that the machine asks about by themselves',
    },
  },
  'seen-longer-than-time': {
    status: 422,
    zh: { what: '看图时间比开始质检以来的时间还长', next: '请刷新页面后重新查看' },
    en: { what: 'More time was told than has passed since the inspection began', next: 'Refresh and look again' },
  },
  'not-inspected': {
    status: 409,
    zh: { what: '图像质检还没有判合格', next: '请在图像质检页看完并判合格，或退回' },
    en: {
      what: 'The images have not been passed',
      next: 'Look at them on the inspection page, and pass or return them',
    },
  },
  'capture-elsewhere': {
    status: 409,
    zh: { what: '这一件不是在此终端上开卷的', next: '请在本机浏览器的扫描页重新扫描流程单' },
    en: { what: 'The volume was not opened at this terminal', next: 'Scan its slip again on the page of this machine' },
  },
  'inspection-decided': {
    status: 409,
    zh: { what: '这次质检已有结论', next: '请刷新页面' },
    en: { what: 'This inspection has been decided', next: 'Refresh the page' },
  },
  'nothing-to-return': {
    status: 409,
    zh: { what: '没有标记任何缺陷', next: '请先标出问题所在的图像' },
    en: { what: 'No defect is marked', next: 'Mark what is wrong first' },
  },
  'step-not-before': {
    status: 422,
    zh: { what: '不能退回到这一步', next: '请选择扫描或图像处理' },
    en: { what: 'It cannot be sent back to that step', next: 'Choose scanning or treatment' },
  },
  'treatment-changed': {
    status: 409,
    zh: { what: '有的图像已换了处理结果，确认的不是现在的这一幅', next: '请刷新页面，看过再确认' },
    en: { what: 'Some images have been treated anew since', next: 'Refresh, look at them, and confirm again' },
  },
  'treatment-not-made': {
    status: 409,
    zh: { what: '有的图像还没有处理完，或机器处理不了', next: '请等处理完再确认；处理不了的，保留原图' },
    en: {
      what: 'Some images are not treated yet, or cannot be',
      next: 'Wait for them; what cannot be treated, keep as scanned',
    },
  },
  'images-unread': {
    status: 409,
    zh: {
      what: '还有 {count} 幅图像在等待文字识别',
      next: '请等识别完再提交；不需要文字的，请档案部门设定该全宗不识别',
    },
    en: {
      what: '{count} images wait to be read',
      next: 'Submit it once they are; where no text is needed, the archive sets its fonds not to be read',
    },
  },
  'text-no-engine': {
    status: 503,
    zh: {
      what: '文字识别程序（{engine}）在这台机器上不能启动，图像在等待识别',
      next: '其余工作不受影响；请管理员检查安装，或设置 SHOUCANG_OCR 改用另一种引擎',
    },
    en: {
      what: 'The engine of text recognition ({engine}) does not start on this machine: images wait to be read',
      next: 'Everything else goes on; let the administrator check the installation, or choose the other engine by SHOUCANG_OCR',
    },
  },
  'text-ends-engine': {
    status: 422,
    zh: {
      what: '这一页使识别程序连续中断 {tries} 次，不再识别',
      next: '请按图像手工著录；需要文字的，重扫后会重新识别',
    },
    en: {
      what: 'This page ended the engine {tries} times and is not read any more',
      next: 'Describe it by its image; where its text is needed, scan it again, and it is read again',
    },
  },
  'text-unreadable': {
    status: 422,
    zh: { what: '识别程序读不出这一页的像素', next: '请按图像手工著录；图像本身打不开的，重新扫描' },
    en: {
      what: 'The engine cannot read the pixels of this page',
      next: 'Describe it by its image; scan it again if the image does not open either',
    },
  },
  'images-closed': {
    status: 403,
    zh: { what: '您没有领取这一件，不能看它的图像', next: '请先领取任务' },
    en: { what: 'You have not claimed this unit and may not see its images', next: 'Claim a task of it first' },
  },
} as const satisfies Messages<string>;

export type ImagingCode = keyof typeof imagingMessages;
