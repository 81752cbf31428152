/** Small choices kept on this device. Private windows may refuse: then they last as long as the page. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(`edusync.${key}`);
  }
  catch {
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null)
      localStorage.removeItem(`edusync.${key}`);
    else
      localStorage.setItem(`edusync.${key}`, value);
  }
  catch {
    // Nothing depends on it.
  }
}

/** Set while answers of the person wait on this device, so that other pages need not open the database to know. */
export const owedFlag = (user: number): string => `owed-answers.${user}`;
