/** Languages offered for code; those a page highlights come first. Names are proper names. */
export const codeLanguages: readonly { value: string; label: string }[] = [
  { value: 'python', label: 'Python' }, { value: 'javascript', label: 'JavaScript' }, { value: 'sql', label: 'SQL' }, { value: 'bash', label: 'Shell' },
  { value: 'json', label: 'JSON' }, { value: 'html', label: 'HTML' }, { value: 'css', label: 'CSS' }, { value: 'r', label: 'R' }, { value: 'typescript', label: 'TypeScript' },
  { value: 'c', label: 'C' }, { value: 'cpp', label: 'C++' }, { value: 'csharp', label: 'C#' }, { value: 'go', label: 'Go' }, { value: 'java', label: 'Java' },
  { value: 'kotlin', label: 'Kotlin' }, { value: 'php', label: 'PHP' }, { value: 'ruby', label: 'Ruby' }, { value: 'rust', label: 'Rust' }, { value: 'swift', label: 'Swift' }, { value: 'yaml', label: 'YAML' },
];
