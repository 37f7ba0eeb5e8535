const zh = {
  owner: '整改责任人',
  dueOn: '整改期限',
  required: '必填',
  opened: '已登记问题',
};

const en: typeof zh = {
  owner: 'To be corrected by',
  dueOn: 'By the day',
  required: 'Required',
  opened: 'Issues opened',
};

export const strings = { zh, en };
