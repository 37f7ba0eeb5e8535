/** Marks the form that `/` goes to; DataTable sets it on its query form. */
export const searchMark = 'data-sc-search';
