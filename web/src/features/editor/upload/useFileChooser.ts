/** The browser's window for choosing files, as a promise. Empty when the author thought better of it. */
export function useFileChooser() {
  function chooseFiles(accept: string, isSeveral = false): Promise<File[]> {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = isSeveral;
    return new Promise((done) => {
      input.onchange = () => done([...input.files ?? []]);
      input.oncancel = () => done([]);
      input.click();
    });
  }
  return { chooseFiles };
}
