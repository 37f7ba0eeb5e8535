const zh = {
  owner: '整改责任人',
  dueOn: '整改期限',
  required: '必填',
  opened: '已登记问题',
  photoSource: '拍照设备',
  photoSourceNote: '场内不得使用个人设备拍照',
};

const en: typeof zh = {
  owner: 'To be corrected by',
  dueOn: 'By the day',
  required: 'Required',
  opened: 'Issues opened',
  photoSource: 'Taken with',
  photoSourceNote: 'Nobody photographs with a device of his own in the room',
};

export const strings = { zh, en };
