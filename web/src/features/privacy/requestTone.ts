/** How a state of a request looks. */
export function toneOf(state: string): 'neutral' | 'success' | 'warning' | 'error' | 'info' | 'primary' {
  switch (state) {
    case 'open': return 'warning';
    case 'approved': return 'primary';
    case 'running': return 'info';
    case 'done': return 'success';
    case 'refused': return 'error';
    default: return 'neutral';
  }
}
