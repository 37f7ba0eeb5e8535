const zh = {
  reason: '原因',
  required: '必填',
  uploading: '文件还在上传，请稍候',
  needsFile: '请上传扫描件',
};

const en: typeof zh = {
  reason: 'Reason',
  required: 'Required',
  uploading: 'A file is still on its way',
  needsFile: 'A scan is needed',
};

export const strings = { zh, en };
