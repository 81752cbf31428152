/** Whether a formula can be set. While it is being typed it mostly cannot, and must not be set half. */
export async function isCompleteMath(latex: string): Promise<boolean> {
  const { default: katex } = await import('katex');
  try {
    katex.renderToString(latex, { throwOnError: true, trust: false, maxExpand: 500 });
    return true;
  }
  catch (error) {
    if (error instanceof katex.ParseError)
      return false;
    throw error;
  }
}
