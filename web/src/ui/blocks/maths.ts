/** Sets formulas with KaTeX, which is loaded only on pages that have one. */
async function render(latex: string, element: HTMLElement, displayMode: boolean): Promise<void> {
  const [{ default: katex }] = await Promise.all([import('katex'), import('katex/dist/katex.min.css')]);
  if (element.isConnected)
    katex.render(latex, element, { displayMode, throwOnError: false, output: 'htmlAndMathml', trust: false, maxSize: 40, maxExpand: 500 });
}

/** One formula on a line of its own. Until it is set (or if that fails) the LaTeX text stands there. */
export function setDisplayMath(latex: string, element: HTMLElement): Promise<void> {
  return render(latex, element, true);
}

/** All formulas inside cleaned HTML: `<span data-latex>` with the LaTeX as its text. */
export function setInlineMath(root: HTMLElement): Promise<unknown> {
  const spans = [...root.querySelectorAll<HTMLElement>('span[data-latex]:not([data-set])')];
  return Promise.all(spans.map((span) => {
    span.dataset.set = '';
    return render(span.dataset.latex || span.textContent || '', span, false);
  }));
}
