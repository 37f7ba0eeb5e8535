/** In the page of a story: the reader puts a book into it, and what is there is told. */
globalThis.showOfd = async (base64) => {
  const reader = globalThis.ofd;
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const docs = await new Promise((resolve, reject) =>
    reader.parseOfdDocument({ ofd: new File([bytes], 'a.ofd'), success: resolve, fail: reject }),
  );
  const pages = reader.renderOfd(600, docs[0]);
  document.body.append(...pages);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const sizeOf = (element) => {
    const box = element?.getBoundingClientRect();
    return [Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)];
  };
  const texts = [...document.querySelectorAll('text')];
  return {
    pages: pages.length,
    text: texts.map(({ textContent }) => textContent).join(''),
    opacities: [...new Set(texts.map((one) => one.getAttribute('fill-opacity') ?? ''))],
    page: sizeOf(pages[0]),
    picture: sizeOf(pages[0]?.querySelector('image')),
  };
};
