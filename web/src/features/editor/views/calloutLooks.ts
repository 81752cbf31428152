/** How callouts look while written; the same as for readers. */
export const calloutLooks: Record<string, { icon: string; box: string; mark: string }> = {
  info: { icon: 'i-lucide-info', box: 'border-info/30 bg-info/5', mark: 'text-info' },
  tip: { icon: 'i-lucide-lightbulb', box: 'border-primary/30 bg-primary/5', mark: 'text-primary' },
  warning: { icon: 'i-lucide-triangle-alert', box: 'border-warning/35 bg-warning/5', mark: 'text-warning' },
  challenge: { icon: 'i-lucide-pencil-line', box: 'border-primary/30 bg-primary/5', mark: 'text-primary' },
  solution: { icon: 'i-lucide-key-round', box: 'border-success/30 bg-success/5', mark: 'text-success' },
  success: { icon: 'i-lucide-circle-check', box: 'border-success/30 bg-success/5', mark: 'text-success' },
};
